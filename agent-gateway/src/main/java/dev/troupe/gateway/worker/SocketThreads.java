package dev.troupe.gateway.worker;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read from workers and write to them. Few: an answer for a worker that the same thread serves needs no
 * other one to be woken, and that costs more than what is done with it.
 */
final class SocketThreads {
    private static final int PROCESSORS_PER_THREAD = 2;
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private final Class<? extends ServerChannel> channel;

    /** @param threads 0 for one for two processors */
    SocketThreads(int threads) {
        int count =
                threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_THREAD);
        var factory = new DefaultThreadFactory("troupe-workers", true);
        boolean epoll = Epoll.isAvailable();
        this.group = new MultiThreadIoEventLoopGroup(
                count, factory, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    void serve(NettyServerBuilder server) {
        server.channelType(channel).bossEventLoopGroup(group).workerEventLoopGroup(group);
    }

    void close() {
        var unused =
                group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
