// What is said on a topic, as it happens: a conversation of a team has the team's name as its type.

import { events } from './api.js';
import { h, json } from './dom.js';

const MOST = 500;

function open(type, source) {
  return h('form', {
    class: 'bar',
    onsubmit: (event) => {
      event.preventDefault();
      const form = new FormData(event.target);
      location.hash = `#/conversation/${encodeURIComponent(form.get('type').trim())}/${encodeURIComponent(form.get('source').trim())}`;
    },
  },
  h('label', {}, 'Topic type, or team', h('input', { name: 'type', value: type, required: true })),
  h('label', {}, 'Source, or conversation', h('input', { name: 'source', value: source, required: true })),
  h('button', {}, 'Watch'));
}

function said(data) {
  const item = data.item ?? data;
  const text = typeof item.content === 'string' ? item.content : null;
  return h('article', { class: 'says' },
    h('div', {}, h('span', { class: 'who' }, item.source ?? ''), ' ', h('span', { class: 'soft' }, item.type ?? '')),
    text === null ? json(item.content ?? item) : h('div', { class: 'message' }, text));
}

/** Pieces of an answer are shown together until the whole of it comes. */
function add(log, type, text) {
  let event;
  try {
    event = JSON.parse(text);
  } catch {
    return;
  }
  if (type.startsWith('troupe.') && event.detail) {
    log.append(h('p', { class: 'warn' }, event.detail));
  } else {
    const data = event.data ?? event;
    const item = data.item ?? {};
    const piece = item.type === 'ModelClientStreamingChunkEvent';
    if (!piece && item.id !== undefined && [...log.children].some((shown) => shown.dataset.item === item.id)) {
      return; // an event of a turn comes when it happens, and again as a part of the conversation
    }
    const last = log.lastElementChild;
    const continues = item.source !== undefined && last?.dataset.piece === item.source;
    if (piece && continues) {
      last.querySelector('.message')?.append(item.content);
    } else {
      if (continues) {
        last.remove();
      }
      const article = said(data);
      if (piece) {
        article.dataset.piece = item.source;
      } else if (item.id !== undefined) {
        article.dataset.item = item.id;
      }
      log.append(article);
    }
  }
  while (log.childElementCount > MOST) {
    log.firstElementChild.remove();
  }
}

export async function conversation([type = '', source = ''], signal, show, say) {
  const form = open(type, source);
  if (!type || !source) {
    return [form, h('p', { class: 'soft' }, 'Runs of teams are shown here as they happen, and all events of any topic.')];
  }
  const log = h('section', { role: 'log', 'aria-label': `Events of ${type}/${source}` });
  const status = h('p', { class: 'soft' }, 'Connecting …');
  const tell = (text, kind) => {
    status.textContent = text;
    status.className = kind;
  };
  const onState = (lost) => {
    if (lost) {
      say('connection lost, trying again', 'bad');
      tell(`Nothing is heard of ${type}/${source} now: ${lost}`, 'bad');
    } else {
      say('live', 'good');
      tell(`Listening to ${type}/${source}; what comes from now on is shown.`, 'soft');
    }
  };
  events(`/v1/topics/${encodeURIComponent(type)}/${encodeURIComponent(source)}/events`, signal,
    (name, text) => add(log, name, text), onState)
    .catch((error) => {
      if (!signal.aborted) {
        say('refused', 'bad');
        tell(error.message, 'bad');
      }
    });
  return [form, status, log];
}
