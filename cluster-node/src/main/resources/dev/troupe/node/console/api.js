// Speaks with the node that served the page.

const KEY = 'troupe-token';

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

/** A request that was refused, with what the node says about it. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

function headers(more = {}) {
  return token.get() ? { Authorization: `Bearer ${token.get()}`, ...more } : more;
}

async function answer(response) {
  const text = await response.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    body = null;
  }
  if (!response.ok) {
    throw new Refused(response.status, body?.detail ?? `${response.status} ${response.statusText}`);
  }
  return body;
}

export async function get(path, signal) {
  return answer(await fetch(path, { headers: headers(), signal }));
}

export async function call(method, path) {
  return answer(await fetch(path, { method, headers: headers() }));
}

/** Whether the node may say something else in a moment. */
function isPassing(error) {
  return !(error instanceof Refused) || error.status >= 500 || error.status === 429;
}

/**
 * Reads server-sent events with fetch, since EventSource cannot send a token. Calls each(type, data, id) until the signal
 * aborts; connects again when the connection ends. Calls state(why) when it is lost, and state(null) when it is there.
 */
export async function events(path, signal, each, state) {
  let last = null;
  while (!signal.aborted) {
    let lost = 'the node has ended it';
    try {
      const response = await fetch(path, {
        headers: headers({ Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}) }), signal,
      });
      if (!response.ok) {
        await answer(response);
      }
      state(null);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += part.value;
        const blocks = text.split('\n\n');
        text = blocks.pop();
        for (const block of blocks) {
          const event = parse(block);
          if (event.data !== null) {
            last = event.id ?? last;
            each(event.type, event.data, event.id);
          }
        }
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (!isPassing(error)) {
        throw error;
      }
      lost = error.message;
    }
    if (signal.aborted) {
      return;
    }
    state(lost);
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

function parse(block) {
  const event = { type: 'message', data: null, id: null };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      event.data = event.data === null ? value : `${event.data}\n${value}`;
    } else if (field === 'event') {
      event.type = value;
    } else if (field === 'id') {
      event.id = value;
    }
  }
  return event;
}
