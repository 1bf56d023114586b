// Makes elements. What is given as a child is text unless it is an element, so nothing that agents say becomes markup.

const SVG = 'http://www.w3.org/2000/svg';
const SVG_NAMES = new Set(['svg', 'g', 'path', 'rect', 'text', 'title', 'defs', 'marker', 'line']);

export function h(name, attributes = {}, ...children) {
  const element = SVG_NAMES.has(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * A table whose rows are objects; columns are {label, value(row), number?}. On a small screen each row is a block. What is
 * focused or open in a row with a name is found again when the table is shown anew.
 */
export function table(caption, columns, rows, empty, name = () => null) {
  if (rows.length === 0) {
    return h('p', { class: 'soft' }, empty);
  }
  return h('div', { class: 'scroll' }, h('table', { class: 'stack' },
    h('caption', { class: 'hidden' }, caption),
    h('thead', {}, h('tr', {}, columns.map((column) =>
      h('th', { scope: 'col', class: column.number ? 'number' : null }, column.label)))),
    h('tbody', {}, rows.map((row) => h('tr', { 'data-name': name(row) }, columns.map((column) =>
      h('td', { 'data-label': column.label, class: column.number ? 'number' : null }, column.value(row))))))));
}

export function link(hash, text) {
  return h('a', { href: hash }, text);
}

export function agentLink(id) {
  const [type, key] = split(id);
  return link(`#/agent/${encodeURIComponent(type)}/${encodeURIComponent(key)}`, id);
}

/** An agent id is a type, a slash, and a key that may have slashes itself. */
export function split(id) {
  const slash = id.indexOf('/');
  return [id.slice(0, slash), id.slice(slash + 1)];
}

export function json(value) {
  return h('pre', { tabindex: 0 }, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}
