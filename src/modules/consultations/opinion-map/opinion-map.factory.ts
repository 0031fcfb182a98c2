import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { insertContribution } from '../contribution.queries.ts';
import { mapFacts, type OpenMap } from './open-map.ts';
import { insertStatement } from './statements/statement.queries.ts';
import { castVote } from './voting/cast-vote.ts';
import { newVisitor, type Participant, participantCookie, participantToken } from './voting/participant-token.ts';

type MadeConsultation = Awaited<ReturnType<typeof makeConsultation<'map'>>>;

/** Test data: a map that runs, with statements, and its convener. */
export async function makeMap(
  k: Kernel,
  {
    statements = 6,
    ...given
  }: Parameters<typeof makeConsultation>[2] & { statements?: number | readonly string[] } = {},
): Promise<MadeConsultation & { map: OpenMap }> {
  const made = await makeConsultation(k, 'map', given);
  const { id } = made.consultation;
  const texts =
    typeof statements === 'number'
      ? Array.from({ length: statements }, (_, at) => `第${at + 1}句：河滨步道应该这样办。`)
      : statements;
  await inTransaction(k.db, async (tx) => {
    for (const text of texts) {
      const { id: contributionId } = await insertContribution(tx, k.clock.now(), {
        ...{ consultationId: id, kind: 'statement', accountId: null, shownAs: '河滨办', organisationId: null },
        ...{ way: 'seed', text },
      });
      await insertStatement(tx, { contributionId, consultationId: id, language: 'zh-CN' });
    }
  });
  return { ...made, map: await mapFacts(k, made.consultation) };
}

/** The Cookie header of a visitor. */
export function visitorCookie(k: Pick<Kernel, 'secret'>, mapId: string, visitor: Participant = newVisitor()): string {
  return `${participantCookie}=${participantToken(k, mapId, visitor)}`;
}

/**
 * Test data: two camps that vote on every statement. The first third of the statements both agree to, the next third only the
 * first camp, the rest only the second.
 */
export async function voteInCamps(k: Kernel, map: OpenMap, camps: readonly [number, number]): Promise<Participant[]> {
  const numbers = map.statements.map(({ number }) => number);
  const third = Math.ceil(numbers.length / 3);
  const people = camps.flatMap((size, camp) =>
    Array.from({ length: size }, () => ({ camp, participant: newVisitor() })),
  );
  await Promise.all(
    people.flatMap(({ camp, participant }) =>
      numbers.map((statement, at) => {
        const part = Math.floor(at / third);
        const vote = part === 0 || part - 1 === camp ? 1 : -1;
        return castVote(k, { map, participant, statement, vote });
      }),
    ),
  );
  return people.map(({ participant }) => participant);
}
