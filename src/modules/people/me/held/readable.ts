import { type I18n, type Locale, type LocalisedText, localised } from '../../../../kernel/i18n/index.ts';
import { isLocalDate, type Zone } from '../../../../kernel/time/index.ts';
import { formatDate } from '../../../../ui/date-time.tsx';
import type { HeldPart } from './held-parts.ts';

/** A value as a person reads it. */
export type Readable =
  | { of: 'text'; text: string }
  | { of: 'facts'; facts: { label: string; value: Readable }[] }
  /** `more`: how many were left out */
  | { of: 'list'; items: Readable[]; more: number };

export type Words = { i18n: Pick<I18n, 'has' | 't'>; locale: Locale; timeZone: Zone; now: Date };

/** Lists in lists in lists are no longer read by anybody; and nothing here may run for ever. */
const deepest = 8;

/**
 * The content of a part in words: fields by their names, codes by their words, moments as dates. Left out are ids, which say
 * nothing to a person, and what is empty; both are in data.json.
 * @param mostItems of each list
 */
export function readable(part: Pick<HeldPart, 'content' | 'values'>, words: Words, mostItems: number): Readable | null {
  const t = words.i18n.t(words.locale);
  const moment = (at: Date) => formatDate(at, words, 'exact');

  function text(value: unknown, field: string): string {
    if (value instanceof Date) return moment(value);
    if (typeof value === 'boolean') return t(value ? 'people.requests.yes' : 'people.requests.no');
    const said = String(value);
    if (typeof value !== 'string') return said;
    const keys = field === 'what' ? [said] : [part.values[field] ?? []].flat().map((words) => `${words}.${said}`);
    const known = keys.find((key) => words.i18n.has(key));
    if (known) return t(known);
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(said) && !Number.isNaN(Date.parse(said))) return moment(new Date(said));
    if (isLocalDate(said)) return formatDate(said, words, 'date');
    return said;
  }

  function read(value: unknown, field: string, depth: number): Readable | null {
    if (value === null || value === undefined || value === '' || depth > deepest) return null;
    if (Array.isArray(value)) {
      const items = value.slice(0, mostItems).flatMap((item) => read(item, field, depth + 1) ?? []);
      return items.length > 0 ? { of: 'list', items, more: value.length - Math.min(value.length, mostItems) } : null;
    }
    if (typeof value !== 'object' || value instanceof Date) return { of: 'text', text: text(value, field) };
    if ('zh-CN' in value) return { of: 'text', text: localised(value as LocalisedText, words.locale) };
    const facts = Object.entries(value).flatMap(([name, inner]) => {
      const shown = isId(name) ? null : read(inner, name, depth + 1);
      return shown ? [{ label: label(name), value: shown }] : [];
    });
    return facts.length > 0 ? { of: 'facts', facts } : null;
  }

  function label(name: string): string {
    // keys: people.held.field.*
    const key = `people.held.field.${name}`;
    return words.i18n.has(key) ? t(key) : name;
  }

  return read(part.content, '', 0);
}

function isId(name: string): boolean {
  return name === 'id' || /Ids?$/.test(name);
}
