import type { T } from '../../../kernel/i18n/index.ts';

/** What of JSON Schema the document uses. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
};
export type Parameter = {
  name: string;
  in: 'query' | 'path' | 'header';
  required?: boolean;
  description?: string;
  schema: Schema;
};
export type Operation = {
  summary: string;
  description: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { description: string; content?: { 'application/json': { schema: Schema } } }>;
  security?: unknown[];
};
export type OpenApi = {
  openapi: string;
  info: { title: string; description: string; version: string };
  servers: { url: string }[];
  paths: Record<string, Partial<Record<'get' | 'post', Operation>>>;
  components: { schemas: Record<string, Schema> };
};

/** Keys of this part's messages, and of the parts of the API that other modules offer. */
const isKey = /^cases\.api\.|^[a-z]+(\.[a-z_]+)*\.api\.[\w.]+$/;

/** The document with every message key in it said in one language. */
export function inWordsOf(document: OpenApi, t: T, publicUrl: string): OpenApi {
  const said = translate(document) as OpenApi;
  said.components.schemas = usedSchemas(said);
  return said;

  function translate(value: unknown, name = ''): unknown {
    if (typeof value === 'string') {
      if (value === 'Default Response') return t('cases.api.response');
      return /^(title|summary|description)$/.test(name) && isKey.test(value) ? t(value, { url: publicUrl }) : value;
    }
    if (Array.isArray(value)) return value.map((entry) => translate(entry));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translate(inner, key)]));
  }
}

/** Every schema is made for what comes in and for what goes out; only those that something refers to are kept. */
function usedSchemas(document: OpenApi): OpenApi['components']['schemas'] {
  const { schemas } = document.components;
  const used = new Set<string>();
  const look = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      const schema = schemas[name];
      if (!schema || used.has(name)) continue;
      used.add(name);
      look(schema);
    }
  };
  look(document.paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/** The schema itself, or the one it refers to. */
export function schemaOf(document: OpenApi, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name ? (document.components.schemas[name] ?? schema) : schema;
}

export type Field = { path: string; type: string; required: boolean; description: string };

/** The parts of a schema one after the other: `data[].district.code`. Goes down at most six levels. */
export function fieldsOf(document: OpenApi, given: Schema, path = '', required = true): Field[] {
  const schema = schemaOf(document, given);
  const options = (schema.anyOf ?? []).filter((option) => option.type !== 'null');
  const only = options.length === 1 && options[0] ? { ...schemaOf(document, options[0]) } : schema;
  const description = given.description ?? schema.description ?? only.description ?? '';
  const own = path ? [{ path, type: typeWords(document, given), required, description }] : [];
  if (path.split('.').length > 6) return own;
  if (only.properties)
    return [
      ...own,
      ...Object.entries(only.properties).flatMap(([name, inner]) =>
        fieldsOf(document, inner, path ? `${path}.${name}` : name, only.required?.includes(name) ?? false),
      ),
    ];
  if (only.items && schemaOf(document, only.items).properties)
    return [...own, ...fieldsOf(document, only.items, `${path}[]`).slice(1)];
  return own;
}

/** A type in a word: `string`, `integer | null`, `array of string`, the values it may have. */
export function typeWords(document: OpenApi, given: Schema): string {
  const schema = schemaOf(document, given);
  if (schema.anyOf) return [...new Set(schema.anyOf.map((option) => typeWords(document, option)))].join(' | ');
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.items) return `${typeWords(document, schema.items)}[]`;
  if (schema.format) return schema.format;
  return [schema.type ?? 'any'].flat().join(' | ');
}
