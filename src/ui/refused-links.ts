import { options } from 'preact';

const attributes = { a: 'href', area: 'href', form: 'action', button: 'formaction', input: 'formaction' } as const;

/** Browsers drop controls and white space in front of and inside a scheme. */
function runsScript(address: unknown): boolean {
  if (typeof address !== 'string' || !address.includes(':')) return false;
  const start = [...address.slice(0, 80)].filter((c) => c > ' ').join('');
  return /^(?:javascript|data|vbscript):/i.test(start);
}

// The last line behind safeHref: no link of any page carries an address that runs script, whoever forgot to check it.
const before = options.vnode;
options.vnode = (vnode) => {
  before?.(vnode);
  if (typeof vnode.type !== 'string') return;
  const name = attributes[vnode.type as keyof typeof attributes];
  if (name === undefined) return;
  const props = vnode.props as Record<string, unknown>;
  if (runsScript(props[name])) props[name] = undefined;
};
