/** How contacts are made; as in the register of contacts. */
export const contactKinds = ['visit', 'call', 'meeting', 'message'] as const;
export const quarters = ['q1', 'q2', 'q3', 'q4'] as const;
type ContactCell = `${(typeof contactKinds)[number]}_${(typeof quarters)[number]}`;

const contactCells = contactKinds.flatMap((kind) => quarters.map((quarter) => `${kind}_${quarter}` as ContactCell));

/** What is counted and kept when a report is signed; each adds up over departments. Words: `liaison.feedback.measure.<key>`. */
const counted = [
  'members',
  'contacted',
  'received',
  'closed',
  'open',
  'dropped',
  'due',
  'in_time',
  'to_case',
  'rated',
  'unrated',
  'solved',
  'satisfied',
  'agreements',
  'duties_due',
  'duties_kept',
  'decisions_due',
  'decisions_kept',
] as const;
type Counted = (typeof counted)[number] | ContactCell;

export type Figures = Record<Counted, number>;

/** What overviews show: the same, with contacts by kind and by quarter instead of each cell. */
export const measures = [
  'members',
  'contacted',
  'contacts',
  ...contactKinds,
  ...quarters,
  ...counted.slice(2),
] as const;
export type Measure = (typeof measures)[number];
export type Row = Record<Measure, number>;

export const noFigures: Figures = Object.fromEntries([...counted, ...contactCells].map((key) => [key, 0])) as Figures;

/** Figures of a year as they were kept, whatever was added to the list since. */
export function figuresOf(kept: unknown): Figures {
  const given = (kept ?? {}) as Record<string, unknown>;
  const entries = Object.keys(noFigures).map((key) => [key, Number(given[key] ?? 0) || 0]);
  return Object.fromEntries(entries) as Figures;
}

export function rowOf(figures: Figures): Row {
  const sum = (cells: readonly ContactCell[]) => cells.reduce((n, cell) => n + figures[cell], 0);
  const byKind = contactKinds.map(
    (kind) => [kind, sum(quarters.map((quarter) => `${kind}_${quarter}` as const))] as const,
  );
  const byQuarter = quarters.map(
    (quarter) => [quarter, sum(contactKinds.map((kind) => `${kind}_${quarter}` as const))] as const,
  );
  const rest = counted.map((key) => [key, figures[key]] as const);
  return Object.fromEntries([...rest, ...byKind, ...byQuarter, ['contacts', sum(contactCells)]]) as Row;
}

/** The city's figures are the departments' added up, and nothing else. */
export function totalOf(rows: readonly Row[]): Row {
  return Object.fromEntries(measures.map((key) => [key, rows.reduce((n, row) => n + row[key], 0)])) as Row;
}

export type Rate = { key: string; part: Measure; whole: Measure; excluded: readonly Measure[] };

/** Rates, each by what it counts and of what; words: `liaison.feedback.rate.<key>`. */
export const rates: readonly Rate[] = [
  { key: 'contacted', part: 'contacted', whole: 'members', excluded: [] },
  { key: 'in_time', part: 'in_time', whole: 'due', excluded: ['dropped'] },
  { key: 'solved', part: 'solved', whole: 'rated', excluded: ['unrated'] },
  { key: 'satisfied', part: 'satisfied', whole: 'rated', excluded: ['unrated'] },
  { key: 'duties', part: 'duties_kept', whole: 'duties_due', excluded: [] },
  { key: 'decisions', part: 'decisions_kept', whole: 'decisions_due', excluded: [] },
];

/** What is about members: the smallest numbers of it are not shown outside. Duties and decisions are the offices' own. */
const aboutPeople: readonly Measure[] = measures.slice(0, measures.indexOf('agreements'));
export const leastShown = 5;

/** Which add up to which: whoever knows all but one knows that one too. */
const sums: readonly (readonly Measure[])[] = [
  ['contacts', ...contactKinds],
  ['contacts', ...quarters],
  ['received', 'closed', 'open', 'dropped'],
  ['closed', 'rated', 'unrated'],
];
/** Parts of a whole: what is left of it counts people too. */
const partsOf: readonly (readonly [Measure, Measure])[] = [
  ['contacted', 'members'],
  ['in_time', 'due'],
  ['due', 'received'],
  ['to_case', 'received'],
  ['solved', 'rated'],
  ['satisfied', 'rated'],
];

export type Shown = Record<Measure, number | null>;
type Cell = { row: number; key: Measure; value: number };

const small = (n: number) => n > 0 && n < leastShown;

/**
 * Rows and their total as they may leave the offices that work with members: numbers of people under five are hidden
 * (null), and so is whatever they could be computed from. The last row is the total.
 */
export function hideSmall(rows: readonly Row[]): { rows: Shown[]; total: Shown } {
  const all = [...rows, totalOf(rows)];
  const hidden = new Set<string>();
  const name = (row: number, key: Measure) => `${row} ${key}`;
  all.forEach((row, at) => {
    for (const key of aboutPeople) if (small(row[key])) hidden.add(name(at, key));
    for (const [part, whole] of partsOf) if (small(row[whole] - row[part])) hidden.add(name(at, part));
  });
  const equations: Cell[][] = [
    ...all.flatMap((row, at) => sums.map((keys) => keys.map((key) => ({ row: at, key, value: row[key] })))),
    // With a single row the total is that row again.
    ...aboutPeople.map((key) => all.map((row, at) => ({ row: at, key, value: row[key] }))),
  ];
  for (let changed = true; changed; ) {
    changed = false;
    for (const cells of equations) {
      const [only, ...others] = cells.filter((cell) => hidden.has(name(cell.row, cell.key)));
      if (!only || others.length > 0) continue;
      const next = cells
        .filter((cell) => cell !== only)
        .sort((a, b) => Number(a.value === 0) - Number(b.value === 0) || a.value - b.value || b.row - a.row)[0];
      if (!next) continue;
      hidden.add(name(next.row, next.key));
      changed = true;
    }
  }
  const shown = all.map(
    (row, at) => Object.fromEntries(measures.map((key) => [key, hidden.has(name(at, key)) ? null : row[key]])) as Shown,
  );
  return { rows: shown.slice(0, -1), total: shown.at(-1) as Shown };
}

/** Figures that are shown side by side; words: `liaison.feedback.group.<key>`. */
export const measureGroups: readonly { key: string; of: readonly Measure[] }[] = [
  { key: 'contacts', of: ['members', 'contacted', 'contacts', ...contactKinds] },
  { key: 'quarters', of: quarters },
  { key: 'matters', of: ['received', 'closed', 'open', 'dropped', 'due', 'in_time', 'to_case'] },
  { key: 'outcomes', of: ['rated', 'unrated', 'solved', 'satisfied'] },
  { key: 'agreed', of: ['agreements', 'duties_due', 'duties_kept', 'decisions_due', 'decisions_kept'] },
];

export const textParts = ['summary', 'progress', 'problems', 'plans', 'examples'] as const;
export type Texts = Record<(typeof textParts)[number], string>;
