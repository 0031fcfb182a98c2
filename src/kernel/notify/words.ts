import { type I18n, type Locale, type LocalisedText, localised } from '../i18n/index.ts';
import { dateWords, dayWords, localDate, type Zone } from '../time/index.ts';
import { messageKey } from './kinds.ts';

/**
 * A value that goes into the words. Besides text and number: a moment (`{at}`, ISO 8601) and a day (`{day}`,
 * YYYY-MM-DD), said as people say it; another message (`{key}`); a name in several languages. All of them are put into
 * words when the message goes out, in the language of whoever gets it.
 */
export type NotifyParam = string | number | { at: string } | { day: string } | { key: string } | LocalisedText;
export type NotifyParams = Record<string, NotifyParam>;

type WordsInput = {
  kind: string;
  params: NotifyParams;
  locale: Locale;
  name: string;
  city: string;
  now: Date;
  zone: Zone;
};
export type Words = { title: string; text: string; sms: string; params: Record<string, string> };

/** The three texts of a notification. `{name}` (the person's) and `{city}` can be used in each beside its own params. */
export function wordsOf(i18n: I18n, input: WordsInput): Words {
  const t = i18n.t(input.locale);
  const values: Record<string, string | number> = { name: input.name, city: input.city };
  for (const [key, value] of Object.entries(input.params)) values[key] = said(value, i18n, input);
  const key = messageKey(input.kind);
  const sms = i18n.has(`${key}.sms`) ? `${key}.sms` : `${key}.title`;
  return {
    title: t(`${key}.title`, values),
    text: t(`${key}.text`, values),
    sms: t(sms, values),
    params: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
  };
}

function said(value: NotifyParam, i18n: I18n, { locale, now, zone }: WordsInput): string | number {
  if (typeof value !== 'object') return value;
  if ('at' in value) return dayWords(new Date(value.at), now, zone, locale);
  if ('day' in value) return dateWords(value.day, { locale, today: localDate(now, zone) });
  if ('key' in value) return i18n.t(locale)(value.key);
  return localised(value, locale);
}
