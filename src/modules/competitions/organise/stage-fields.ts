import { entryWays, mediaKinds, type StageKind } from '../competitions.rules.ts';

/**
 * A setting of a stage as the form asks for it. One list for the form, for reading what was typed and for saying what was
 * changed. Weights stand in the timetable, where they can be seen together.
 */
export type StageField =
  | { name: string; as: 'number'; least: number; most: number; empty?: 'null'; hint?: true }
  | { name: string; as: 'yes'; hint?: true }
  | { name: string; as: 'one'; of: readonly string[]; hint?: true }
  | { name: string; as: 'many'; of: readonly string[]; words: string }
  | { name: string; as: 'line'; most: number; hint?: true }
  | { name: string; as: 'text'; most: number; hint?: true }
  /** short words with commas between */
  | { name: string; as: 'words'; most: number; longest: number; hint?: true }
  | { name: string; as: 'criteria' }
  | { name: string; as: 'levels' };

const scoring: readonly StageField[] = [
  { name: 'criteria', as: 'criteria' },
  { name: 'advances', as: 'number', least: 1, most: 1000, empty: 'null', hint: true },
  { name: 'jurorsPerEntry', as: 'number', least: 1, most: 50, empty: 'null', hint: true },
  { name: 'blind', as: 'yes', hint: true },
  { name: 'dropExtremes', as: 'yes', hint: true },
];

export const stageFields: { readonly [K in StageKind]: readonly StageField[] } = {
  entry: [
    { name: 'ways', as: 'many', of: entryWays, words: 'competitions.way' },
    { name: 'perPerson', as: 'number', least: 1, most: 50 },
    { name: 'lateHours', as: 'number', least: 0, most: 240, hint: true },
    { name: 'media', as: 'many', of: mediaKinds, words: 'competitions.organise.media' },
    { name: 'mostFiles', as: 'number', least: 0, most: 30 },
    { name: 'teamRoles', as: 'words', most: 12, longest: 12, hint: true },
    { name: 'mostInTeam', as: 'number', least: 1, most: 50 },
    { name: 'acceptanceDays', as: 'number', least: 1, most: 60, hint: true },
    { name: 'guide', as: 'text', most: 1000, hint: true },
  ],
  screening: [{ name: 'mendDays', as: 'number', least: 1, most: 30, hint: true }],
  jury: scoring,
  pitch: [
    { name: 'pitchMinutes', as: 'number', least: 1, most: 60 },
    { name: 'questionMinutes', as: 'number', least: 0, most: 60 },
    { name: 'order', as: 'one', of: ['drawn', 'number'] },
    { name: 'place', as: 'line', most: 100 },
    ...scoring,
  ],
  ballot: [
    { name: 'who', as: 'one', of: ['account', 'phone', 'member', 'invited'], hint: true },
    { name: 'form', as: 'one', of: ['up_to', 'exactly'] },
    { name: 'most', as: 'number', least: 1, most: 100, hint: true },
    { name: 'scope', as: 'one', of: ['whole', 'category'] },
    { name: 'per', as: 'one', of: ['stage', 'day'] },
    { name: 'times', as: 'number', least: 1, most: 10 },
    { name: 'changeable', as: 'yes', hint: true },
    { name: 'live', as: 'one', of: ['none', 'heads'], hint: true },
    { name: 'advances', as: 'number', least: 1, most: 1000, empty: 'null', hint: true },
    { name: 'proof', as: 'one', of: ['busy', 'always'], hint: true },
    { name: 'perRangeHour', as: 'number', least: 10, most: 1_000_000, hint: true },
    { name: 'hash', as: 'one', of: ['sha256', 'sm3'], hint: true },
  ],
  announcement: [{ name: 'workdays', as: 'number', least: 1, most: 30, hint: true }],
  results: [
    { name: 'levels', as: 'levels' },
    { name: 'signedBy', as: 'line', most: 80, hint: true },
    { name: 'citation', as: 'line', most: 200, hint: true },
  ],
};
