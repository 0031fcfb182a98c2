import { XMLBuilder } from 'fast-xml-parser';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';

export type Format = 'json' | 'xml';

/** The format that the end of an address asks for; JSON where it asks for none that we have. */
export function formatOf(request: FastifyRequest): Format {
  return /\.xml$/i.test(request.url.split('?', 1)[0] ?? '') ? 'xml' : 'json';
}

/**
 * Takes the format off a file name: `010203.xml` → `010203`.
 * @throws AppError kernel.not_found for any other format
 */
export function withoutFormat(file: string): string {
  const found = /^(.+)\.(json|xml)$/i.exec(file);
  if (!found?.[1]) fail('kernel.not_found');
  return found[1];
}

// XML 1.0 has no place for these, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function fit(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replace(unfit, '');
  if (Array.isArray(value)) return value.map(fit);
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fit(inner)]));
  return value;
}

const builder = new XMLBuilder({ format: true, indentBy: '  ', suppressEmptyNode: false });

/** One element with what it holds; a list under a name becomes elements of that name. */
export function xmlDocument(content: Record<string, unknown>): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build(fit(content))}`;
}

/** Sends what is the same in both formats: a JSON value, and the element that says it in XML. */
export function sendBoth(
  request: FastifyRequest,
  reply: FastifyReply,
  json: unknown,
  xml: Record<string, unknown>,
): FastifyReply {
  // Open data: pages of other sites may read it too. Nothing here depends on who asks.
  reply.header('access-control-allow-origin', '*').header('vary', 'accept-language');
  if (formatOf(request) === 'xml') return reply.type('text/xml; charset=utf-8').send(xmlDocument(xml));
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(fit(json)));
}
