import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';
import { georeport } from './georeport.fixture.ts';

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  formats: { 'date-time': isMoment, uri: isAddress, uid: true, double: true, uint: true },
});

function isMoment(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value))
  );
}
function isAddress(value: string): boolean {
  return URL.canParse(value);
}
export const ours = Object.fromEntries(
  Object.entries(georeport).map(([name, schema]) => [name, ajv.compile(schema)]),
) as Record<keyof typeof georeport, ValidateFunction>;

// Schemas of the open311 community, where somebody has put them beside the repository; never part of it.
const folder = path.resolve(import.meta.dirname, '../../../../../shared/data/open311');
const readJson = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
type Definitions = Record<string, { properties?: Record<string, unknown> }>;
export const theirs = existsSync(folder)
  ? {
      request: ajv.compile({ $id: 'request.json', ...readJson('request.json') }),
      service: ajv.compile({ $id: 'service.json', ...readJson('service.json') }),
      definition: ajv.compile(readJson('service-definition.json')),
      swagger: readJson('swagger.json').definitions as Definitions,
    }
  : null;
export const bySwagger = (name: string) =>
  ajv.compile({ definitions: theirs?.swagger, $ref: `#/definitions/${name}` } as never);

export function expectValid(validate: ValidateFunction, value: unknown): void {
  const valid = validate(value);
  expect(validate.errors ?? [], JSON.stringify(value).slice(0, 300)).toEqual([]);
  expect(valid).toBe(true);
}

const lists = new Set(['service', 'request', 'attribute', 'value', 'error', 'endpoint', 'format']);
const parser = new XMLParser({ isArray: (name) => lists.has(name), parseTagValue: false });
export function parseXml(body: string) {
  expect(XMLValidator.validate(body)).toBe(true);
  return parser.parse(body);
}
