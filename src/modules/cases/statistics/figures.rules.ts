/** Sums of `cases.day_figure`; the columns are named as they are there. */
export const measures = [
  'received',
  'dispatched',
  'sign_due',
  'signed_in_time',
  'sign_pending',
  'contact_due',
  'contacted_in_time',
  'contact_pending',
  'due',
  'in_time',
  'late',
  'overdue',
  'pending',
  'no_deadline',
  'let_go',
  'answered',
  'open',
  'rated',
  'solved',
  'satisfied',
] as const;
export type Measure = (typeof measures)[number];
export type Figures = Record<Measure, number>;

export const noFigures: Figures = Object.fromEntries(measures.map((measure) => [measure, 0])) as Figures;

export const rateNames = ['signed', 'contacted', 'in_time', 'solved', 'satisfied'] as const;
export type RateName = (typeof rateNames)[number];

/** A published rate: what was counted, out of what, and what was left out and why. */
export type PublishedRate = {
  name: RateName;
  numerator: number;
  denominator: number;
  excluded: { why: 'pending' | 'no_deadline' | 'let_go' | 'unrated'; n: number }[];
};

type Excluded = PublishedRate['excluded'];
const left = (...excluded: Excluded): Excluded => excluded.filter(({ n }) => n > 0);

/** What a rate over due dates leaves out: with it and the denominator, every round is accounted for. */
function leftOut(figures: Figures, counted: number, pending: number): Excluded {
  return left(
    { why: 'pending', n: pending },
    { why: 'no_deadline', n: figures.received - figures.let_go - counted - pending },
    { why: 'let_go', n: figures.let_go },
  );
}

/** The five rates of domain.md out of the sums. */
export function ratesOf(figures: Figures): Record<RateName, PublishedRate> {
  const unrated = { why: 'unrated' as const, n: Math.max(0, figures.answered - figures.rated) };
  return {
    signed: {
      name: 'signed',
      numerator: figures.signed_in_time,
      denominator: figures.sign_due,
      excluded: leftOut(figures, figures.sign_due, figures.sign_pending),
    },
    contacted: {
      name: 'contacted',
      numerator: figures.contacted_in_time,
      denominator: figures.contact_due,
      excluded: leftOut(figures, figures.contact_due, figures.contact_pending),
    },
    in_time: {
      name: 'in_time',
      numerator: figures.in_time,
      denominator: figures.due,
      excluded: leftOut(figures, figures.due, figures.pending),
    },
    solved: { name: 'solved', numerator: figures.solved, denominator: figures.rated, excluded: left(unrated) },
    satisfied: { name: 'satisfied', numerator: figures.satisfied, denominator: figures.rated, excluded: left(unrated) },
  };
}

/** One line of the open data, as the rates read it. Times in milliseconds or null. */
export type RoundFact = {
  dispatchedAt: number | null;
  signDueAt: number | null;
  signedAt: number | null;
  contactDueAt: number | null;
  contactedAt: number | null;
  dueAt: number | null;
  answeredAt: number | null;
  letGo: boolean;
  solved: boolean | null;
  stars: number | null;
};

const within = (done: number | null, due: number) => done !== null && done <= due;
const has = (condition: boolean) => (condition ? 1 : 0);

/**
 * How one round counts at the moment `now`. The roll-up does the same in SQL; a test holds the two together, and anybody
 * can recompute the published rates from the open data with these lines.
 */
export function figuresOfRound(fact: RoundFact, now: number): Figures {
  const answered = fact.answeredAt !== null;
  const signCounts = fact.signDueAt !== null && (fact.signedAt !== null || fact.signDueAt < now) && !fact.letGo;
  const contactCounts =
    fact.contactDueAt !== null && (fact.contactedAt !== null || fact.contactDueAt < now) && !fact.letGo;
  const dueCounts = fact.dueAt !== null && (answered || fact.dueAt < now) && !fact.letGo;
  const inTime = dueCounts && within(fact.answeredAt, fact.dueAt ?? 0);
  const rated = fact.solved !== null;
  return {
    received: 1,
    dispatched: has(fact.dispatchedAt !== null),
    sign_due: has(signCounts),
    signed_in_time: has(signCounts && within(fact.signedAt, fact.signDueAt ?? 0)),
    sign_pending: has(fact.signDueAt !== null && !signCounts && !fact.letGo),
    contact_due: has(contactCounts),
    contacted_in_time: has(contactCounts && within(fact.contactedAt, fact.contactDueAt ?? 0)),
    contact_pending: has(fact.contactDueAt !== null && !contactCounts && !fact.letGo),
    due: has(dueCounts),
    in_time: has(inTime),
    late: has(dueCounts && answered && !inTime),
    overdue: has(dueCounts && !answered),
    pending: has(fact.dueAt !== null && !dueCounts && !fact.letGo),
    no_deadline: has(fact.dueAt === null && !fact.letGo),
    let_go: has(fact.letGo),
    answered: has(answered),
    open: has(!answered && !fact.letGo),
    rated: has(rated),
    solved: has(fact.solved === true),
    satisfied: has(rated && (fact.stars ?? 0) >= 12),
  };
}
