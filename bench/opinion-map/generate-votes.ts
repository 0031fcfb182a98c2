import { seeded } from '../../src/modules/consultations/opinion-map/math/seeded.ts';

export type Generated = { participants: Int32Array; statements: Int32Array; votes: Int8Array };

/** Votes per participant in the largest of the open conversations, stretched to a city: the middle one casts 20, every tenth 90 or more. */
const medianVotes = 20;
const spread = 1.17;
/** Share of passes in the open conversations. */
const passes = 0.12;
const camps = 3;

/**
 * Votes as they come in: participants one after another, each with as many votes as people in real conversations cast, early
 * statements seen by far more people than late ones, three camps with opinions of their own and of chance. The same for the
 * same seed.
 */
export function generateVotes(given: { participants: number; statements: number; seed: number }): Generated {
  const random = seeded(given.seed);
  const opinions = Array.from({ length: camps }, () =>
    Float64Array.from({ length: given.statements }, () => random() ** 2),
  );
  const columns: { participants: number[]; statements: number[]; votes: number[] } = {
    participants: [],
    statements: [],
    votes: [],
  };
  for (let participant = 0; participant < given.participants; participant++) {
    const camp = opinions[Math.floor(random() ** 1.5 * camps)] as Float64Array;
    const wanted = Math.round(medianVotes * Math.exp(spread * normal(random)));
    const seen = new Set<number>();
    for (let n = Math.min(given.statements, Math.max(1, wanted)); n > 0; n--) {
      const statement = Math.floor(random() ** 2 * given.statements);
      if (seen.has(statement)) continue;
      seen.add(statement);
      columns.participants.push(participant);
      columns.statements.push(statement);
      columns.votes.push(random() < passes ? 0 : random() < (camp[statement] as number) ? 1 : -1);
    }
  }
  return {
    participants: Int32Array.from(columns.participants),
    statements: Int32Array.from(columns.statements),
    votes: Int8Array.from(columns.votes),
  };
}

/** Standard normal (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function slice({ participants, statements, votes }: Generated, from: number, to: number): Generated {
  return {
    participants: participants.subarray(from, to),
    statements: statements.subarray(from, to),
    votes: votes.subarray(from, to),
  };
}
