import { SaxesParser } from 'saxes';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import { limits } from '../limits.ts';

/** An element without prefixes of names; `text` is what stands directly in it. */
export type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string };

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function bare(attributes: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name in attributes) if (!name.startsWith('xmlns')) found[local(name)] = attributes[name] as string;
  return found;
}

/**
 * Reads XML piece by piece. Children of the element called `parent` (body) are handed to `visit` one by one and forgotten, so that
 * a long text is never in memory whole. Entities of a document type are not expanded: one that is used makes it unreadable.
 * @throws AppError consultations.documents.broken, .too_large
 */
export async function readXml(
  chunks: AsyncIterable<Buffer>,
  parent = '',
  visit: (element: Element) => void = () => {},
): Promise<Element> {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  let count = 0;
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', ({ name, attributes }) => {
    if (++count > limits.elements || open.length > limits.nesting)
      fail('consultations.documents.too_large', { limit_mb: limits.part_bytes / 1_000_000 });
    open.push({ name: local(name), attributes: bare(attributes), children: [], text: '' });
  });
  parser.on('closetag', () => {
    const element = open.pop() as Element;
    const around = open.at(-1) as Element;
    if (parent !== '' && around.name === parent && open.length === 3) visit(element);
    else around.children.push(element);
  });
  const addText = (text: string) => {
    (open.at(-1) as Element).text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', ({ message }) => fail('consultations.documents.broken', { reason: message }));
  await feed(parser, chunks);
  return root.children[0] ?? root;
}

async function feed(parser: SaxesParser, chunks: AsyncIterable<Buffer>): Promise<void> {
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true });
      bytes += chunk.length;
      if (bytes > limits.part_bytes)
        fail('consultations.documents.too_large', { limit_mb: limits.part_bytes / 1_000_000 });
      parser.write(decoder.decode(chunk, { stream: true }));
    }
    parser.write(decoder?.decode() ?? '').close();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('consultations.documents.broken', { reason: error instanceof Error ? error.message : '' });
  }
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The `w:val` of a child. */
export function valOf(element: Element | undefined, name: string): string | undefined {
  return childOf(element, name)?.attributes.val;
}

/** Whether a switch such as `<w:b/>` is on; undefined where nothing is said. */
export function switchOf(element: Element | undefined, name: string): boolean | undefined {
  const found = childOf(element, name);
  if (!found) return undefined;
  return !['0', 'false', 'off', 'none'].includes(found.attributes.val ?? '1');
}
