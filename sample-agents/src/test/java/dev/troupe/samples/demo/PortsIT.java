package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsIT {
    @Test
    void takesAFreePortInPlaceOfOneThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = new Ports(taken.getLocalPort(), 0, 0).orFree();

            assertThat(ports).isEqualTo(Ports.ANY);
        }
    }

    @Test
    void saysWhichPortsAreNotWhereOneExpectsThem() {
        assertThat(Ports.USUAL.describe())
                .isEqualTo("HTTP at http://127.0.0.1:8080, AutoGen workers at 127.0.0.1:50051, "
                        + "management at http://127.0.0.1:8558");
        assertThat(new Ports(4711, 50051, 8558).describe())
                .startsWith("HTTP at http://127.0.0.1:4711 (8080 is taken), ");
    }
}
