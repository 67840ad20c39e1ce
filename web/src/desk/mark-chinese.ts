/**
 * On the desk nearly every line shows what somebody wrote: names, reasons, answers, papers. On its English pages all of it that is Chinese
 * says so, wherever it is drawn, so that a screen reader reads it as Chinese: each text that becomes part of an element is looked at once,
 * as `Said` does in the hall where somebody asks for it.
 */
import { type ComponentChildren, Fragment, h, options, type VNode } from 'preact';
import { chinesePart, partsOf } from '../base/said.tsx';

let on = false;

/** @param english are the pages English just now? Told before they are drawn. */
export function markChinese(english: boolean): void {
  on = english;
}

/** Elements that hold text and nothing else: they say it of themselves. */
const wholly = new Set(['option', 'textarea', 'title', 'text', 'tspan', 'desc']);

const before = options.vnode;
options.vnode = (vnode: VNode) => {
  before?.(vnode);
  const { type } = vnode;
  // What stands in a fragment stands in the element around it.
  if (!on || (typeof type !== 'string' && type !== Fragment) || 'lang' in vnode.props) return;
  const { children } = vnode.props;
  if (typeof type === 'string' && wholly.has(type)) {
    if (chinesePart.test(textOf(children))) Object.assign(vnode.props, { lang: 'zh-CN' });
  } else if (children !== undefined) vnode.props.children = marked(children);
};

/** The same, each Chinese stretch of a text in an element of its own. A text stays one thing: it may be an item of a row or a grid. */
function marked(children: ComponentChildren): ComponentChildren {
  if (Array.isArray(children)) return children.map(marked);
  if (typeof children !== 'string' || !chinesePart.test(children)) return children;
  const parts = partsOf(children).filter((part) => part !== '');
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return h('span', { lang: 'zh-CN' }, only);
  return h(
    'span',
    null,
    parts.map((part) => (chinesePart.test(part) ? h('span', { lang: 'zh-CN' }, part) : part)),
  );
}

const textOf = (children: ComponentChildren): string =>
  Array.isArray(children) ? children.map(textOf).join('') : typeof children === 'string' ? children : '';
