import { SaxesParser } from 'saxes';
import { AppError, fail } from '../errors/index.ts';

/** No text or tag of a workbook is longer. */
const LONGEST_TOKEN = 8 * 1024 * 1024;

export type XmlHandlers = {
  /** The element's name without its prefix; attributes as they are written. */
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML as it comes: `handlers` are called for each chunk, then the generator yields, so that whoever collects can
 * take what there is. Entities of a document type are not expanded. Throws `sheets.broken` where it is not well-formed.
 */
export async function* readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let sinceToken = 0;
  parser.on('opentag', ({ name, attributes }) => {
    sinceToken = 0;
    handlers.open?.(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    sinceToken = 0;
    handlers.close?.(local(name));
  });
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('error', (error) => fail('sheets.broken', { reason: error.message }));
  let decoder: TextDecoder | undefined;
  try {
    for await (const chunk of chunks) {
      decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true });
      sinceToken += chunk.length;
      if (sinceToken > LONGEST_TOKEN + chunk.length) fail('sheets.broken', { reason: 'a text without end' });
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder?.decode() ?? '').close();
    yield;
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('sheets.broken', { reason: error.message });
    throw error;
  }
}
