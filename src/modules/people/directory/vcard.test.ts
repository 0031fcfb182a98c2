import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type Card, vCard } from './vcard.ts';

const plain: Card = { name: '张小雨', urls: [], categories: [], revisedAt: new Date('2026-11-19T02:00:00Z') };

/** A card as RFC 2426 says it is read: unfolded, each line a property with its value, escapes taken back. */
function readCard(card: string): Map<string, string> {
  const lines = card
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter(Boolean);
  return new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      const value = line.slice(colon + 1).replace(/\\([\\;,nN])/g, (_, mark) => (/n/i.test(mark) ? '\n' : mark));
      return [line.slice(0, colon), value];
    }),
  );
}

describe('vCard', () => {
  it('says what it is given', () => {
    const card = readCard(
      vCard({
        ...plain,
        nickname: '小雨; 说城',
        organisation: '云溪,网',
        post: '主编',
        email: 'a@example.test',
        phone: '+8613900000000',
        urls: ['https://example.test/a;b,c'],
        photoUrl: 'http://tongxin.test/files/1',
        note: '第一行\r\n第二行\\完',
        categories: ['主播', '写,作'],
      }),
    );
    expect(Object.fromEntries(card)).toEqual({
      BEGIN: 'VCARD',
      VERSION: '3.0',
      FN: '张小雨',
      N: '张小雨;;;;',
      NICKNAME: '小雨; 说城',
      ORG: '云溪,网',
      TITLE: '主编',
      'EMAIL;TYPE=INTERNET': 'a@example.test',
      'TEL;TYPE=VOICE': '+8613900000000',
      URL: 'https://example.test/a;b,c',
      'PHOTO;VALUE=URI': 'http://tongxin.test/files/1',
      CATEGORIES: '主播,写,作',
      NOTE: '第一行\n第二行\\完',
      REV: '2026-11-19T02:00:00Z',
      END: 'VCARD',
    });
  });

  it('is read by the parser of a mail program', () => {
    const note = `第一行\n${'很长的自我介绍，'.repeat(60)}`;
    const urls = ['https://example.test/a', `https://example.test/${'汉'.repeat(40)}`];
    const [kind, properties] = ICAL.parse(
      vCard({
        ...plain,
        organisation: '云溪网，二处, 甲',
        phone: '+8613900000000',
        note,
        urls,
        categories: ['主播', '写,作'],
      }),
    ) as [string, [name: string, parameters: object, type: string, ...values: unknown[]][]];
    const valuesOf = (wanted: string) =>
      properties.filter(([name]) => name === wanted).map(([, , , ...values]) => values);
    expect(kind).toBe('vcard');
    expect(valuesOf('fn')).toEqual([['张小雨']]);
    expect(valuesOf('n')).toEqual([[['张小雨', '', '', '', '']]]);
    expect(valuesOf('org')).toEqual([['云溪网，二处, 甲']]);
    expect(valuesOf('tel')).toEqual([['+8613900000000']]);
    expect(valuesOf('url')).toEqual(urls.map((url) => [url]));
    expect(valuesOf('note')).toEqual([[note]]);
    expect(valuesOf('categories')).toEqual([['主播', '写,作']]);
  });

  it('keeps any text whole, in lines of at most 75 octets, and lets none become a property', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\r', '\n', ':', ';', ',', '\\', '\u2028', '汉', '👨‍👩‍👧', '\0'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, fc.webUrl(), (note, url) => {
        const card = vCard({
          ...plain,
          note: `x${note}`,
          post: `x${note}`,
          urls: [url, `${url}/${note}`],
          categories: [note],
        });
        const bytes = Buffer.from(card);
        expect(bytes.toString()).toBe(card);
        for (const line of card.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
        }
        const properties = card
          .replace(/\r\n /g, '')
          .split('\r\n')
          .map((line) => line.split(/[:;]/)[0]);
        expect(properties.filter((name) => name !== 'CATEGORIES')).toEqual([
          'BEGIN',
          'VERSION',
          'FN',
          'N',
          'TITLE',
          'URL',
          'URL',
          'NOTE',
          'REV',
          'END',
          '',
        ]);
        const kept = `x${note}`
          .toWellFormed()
          .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
          // biome-ignore lint/suspicious/noControlCharactersInRegex: a card cannot hold them.
          .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ');
        expect(readCard(card).get('NOTE')).toBe(kept);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
