import { seededNumbers } from '../../../kernel/seeded-numbers.ts';
import type { Scene } from '../../people/index.ts';
import { computeMap } from '../opinion-map/compute/compute-map.ts';
import { answerMap } from '../opinion-map/desk/answer-map.ts';
import { mapFacts } from '../opinion-map/open-map.ts';
import { writeSeeds } from '../opinion-map/statements/write-seeds.ts';
import { castVote } from '../opinion-map/voting/cast-vote.ts';
import { newVisitor } from '../opinion-map/voting/participant-token.ts';
import type { DemoMap } from './demo-files.ts';
import { begin } from './stage-play.ts';

/** How likely somebody agrees, and disagrees, who thinks of a statement like that: from -2 to 2. The rest passes. */
const likely: Readonly<Record<string, readonly [number, number]>> = {
  '-2': [0.05, 0.85],
  '-1': [0.2, 0.6],
  '0': [0.35, 0.35],
  '1': [0.65, 0.15],
  '2': [0.88, 0.04],
};

/** An opinion map with groups of people who think alike; who votes what is made up, the same every time. */
export async function playMap(scene: Scene, given: DemoMap): Promise<void> {
  const { consultation, convener } = await begin(scene, 'map', given, async (id, actor) => {
    await writeSeeds(scene.k, actor, id, { lines: given.statements.map(({ text }) => text).join('\n') });
  });
  const next = seededNumbers(given.statements.length);
  const groups = given.statements[0]?.lean.length ?? 1;
  // The last votes came yesterday, or on the last day.
  const last = Math.max(1, given.startsDaysAgo - given.days + 2);
  scene.on(last, 20);
  const map = await mapFacts(scene.k, consultation);
  const votes = Array.from({ length: given.participants }, (_, person) => {
    const participant = newVisitor();
    // Not everybody goes through all of it.
    const seen = 0.45 + 0.55 * next();
    return given.statements.flatMap(({ lean }, index) => {
      const statement = map.statements[index]?.number;
      const [agree, disagree] = likely[String(lean[person % groups])] ?? [0.4, 0.4];
      const [looks, says] = [next(), next()];
      if (statement === undefined || looks > seen) return [];
      const vote: 1 | -1 | 0 = says < agree ? 1 : says < agree + disagree ? -1 : 0;
      return [{ participant, statement, vote }];
    });
  }).flat();
  await Promise.all(votes.map((vote) => castVote(scene.k, { map, ...vote })));
  await computeMap(scene.k, consultation.id);
  if (!given.response) return;
  scene.on(Math.max(1, last - 12), 10);
  await answerMap(scene.k, convener, consultation.id, { text: given.response });
}
