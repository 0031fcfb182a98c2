import { refuseInvitation } from '../nominations/answer-invitation.ts';
import { roundShape, saveRound } from '../nominations/change-round.ts';
import { invitationToken } from '../nominations/invitation-token.ts';
import { nominate, nominateShape } from '../nominations/nominate.ts';
import { demoFile } from '../people.demo.ts';
import type { Scene } from './scene.ts';

type DemoNomination = {
  /** an organisation, or a member in their own name */
  by: string;
  name: string;
  address: string;
  categories: string[];
  text: string;
  daysAgo: number;
  end: 'refused' | null;
};

/**
 * This year's round, and who was recommended in it: invitations that wait, and one that was refused, of which nothing is
 * left but a count.
 * @param organisations id and administrator by the demo's key
 */
export async function seedNominations(
  scene: Scene,
  organisations: ReadonlyMap<string, { id: string; administrator: string }>,
): Promise<void> {
  const { k, actor } = scene;
  const rounds = await demoFile<{ title: string; note: string; from: number; to: number }[]>(k, 'register/rounds.json');
  for (const { title, note, from, to } of rounds) {
    scene.on(Math.max(from + 5, 1));
    const round = roundShape.parse({ title, note, opensOn: scene.day(from), closesOn: scene.day(to) });
    await saveRound(k, actor('secretary2'), null, round);
  }
  for (const given of await demoFile<DemoNomination[]>(k, 'register/nominations.json')) {
    const organisation = organisations.get(given.by);
    const { name, address: email, categories, text: words } = given;
    const input = nominateShape.parse({ name, email, categories, words, organisationId: organisation?.id ?? '' });
    scene.on(given.daysAgo);
    const id = await nominate(k, actor(organisation?.administrator ?? given.by), input);
    if (given.end !== 'refused') continue;
    scene.on(given.daysAgo - 5);
    await refuseInvitation(k, invitationToken(k, id), false);
  }
}
