import type { Kernel } from '../../../kernel/kernel.ts';
import { demoFile } from '../../people/index.ts';
import { castBallot } from '../ballots/cast/cast-ballot.ts';
import { closeBallot } from '../ballots/close/close-ballot.ts';
import { addBursts } from '../ballots/integrity/burst.queries.ts';
import { decideInvalidation, proposeInvalidation } from '../ballots/integrity/invalidate-ballots.ts';
import { sealBallots } from '../ballots/log/seal.ts';
import { ballotFacts, type OpenBallot } from '../ballots/open-ballot.ts';
import { dice, type Play, setClock } from './stage-play.ts';

const mark = 20_251;

/**
 * Residents vote over the days; where voting is over it is closed, and in one of them ballots that came in a burst and all
 * said the same are left out by two people.
 * @returns whether voting is over
 */
export async function playBallot(k: Kernel, play: Play, stageId: string): Promise<boolean> {
  const { scene, competition } = play;
  const stage = competition.stages.find(({ id }) => id === stageId);
  if (stage?.kind !== 'ballot') throw new Error('not a ballot');
  const over = k.clock.now() >= stage.endsAt;
  setClock(play, k, stage.startsAt, 1);
  const ballot = await ballotFacts(scene.k, competition, stage);
  const people = await voters(k, play);
  const days = over ? 4 : Math.max(1, play.given.day);
  for (let day = 0; day < days; day++) {
    setClock(play, k, stage.startsAt, 2 + day * 24);
    const today = people.filter((_, at) => at % days === day);
    await Promise.all(
      today.flatMap((key) => castAll(play, ballot, key, over && people.indexOf(key) >= people.length - 24)),
    );
    await sealBallots(scene.k, ballot, { all: true });
  }
  if (!over) return false;
  setClock(play, k, stage.endsAt, 0.1);
  await closeBallot(scene.k, ballot);
  await leaveOut(k, play, stageId, stage.startsAt);
  return true;
}

/** Everybody in the demo with a telephone who has nothing to do with this competition. */
async function voters(k: Kernel, { given }: Play): Promise<string[]> {
  const files = ['people.json', 'register/members.json'];
  const all = (await Promise.all(files.map((file) => demoFile<{ key: string; phone?: string }[]>(k, file)))).flat();
  const busy = new Set([...(given.jury ?? []), given.chair, given.screener, given.observer]);
  return all.filter(({ key, phone }) => phone && !busy.has(key)).map(({ key }) => key);
}

/** One ballot in some of the categories; those of a burst in the first alone, all the same. */
function castAll({ scene, given }: Play, ballot: OpenBallot, key: string, inBurst: boolean): Promise<unknown>[] {
  const by = { accountId: scene.actor(key).accountId };
  const positions = ballot.competition.categories.map(({ position }) => position);
  const chance = dice(given.slug, key);
  if (inBurst) {
    const [same] = numbersIn(ballot, positions[0] ?? 0).slice(-1);
    return [castBallot(scene.k, { ballot, by, choices: [same], category: positions[0], mark })];
  }
  return positions
    .filter(() => chance(3) > 0)
    .map((category) => {
      const numbers = numbersIn(ballot, category);
      const chosen = numbers.filter(() => chance(2) > 0);
      const choices = chosen.length > 0 ? chosen : numbers.slice(0, 1);
      return castBallot(scene.k, { ballot, by, choices, category });
    });
}

const numbersIn = ({ field }: OpenBallot, position: number): number[] =>
  [...field].filter(([, category]) => category === position).map(([number]) => number);

/** Proposed by one organiser with the reason, confirmed by the observer. */
async function leaveOut(k: Kernel, play: Play, stageId: string, since: Date): Promise<void> {
  const { scene, competition, organiser, given } = play;
  const at = { competitionId: competition.id, stageId };
  await addBursts(k.db, [{ ...at, mark, range: '203.0.113.0/24', since, asked: 76, proved: 51, refused: 0 }]);
  const words = scene.k.i18n.t('zh-CN');
  const { id } = await proposeInvalidation(scene.k, organiser, competition.id, {
    stageId,
    mark,
    reason: words('competitions.demo.left_out'),
  });
  const observer = scene.actor(given.observer ?? '');
  await decideInvalidation(scene.k, observer, competition.id, { id, decision: 'confirm' });
}
