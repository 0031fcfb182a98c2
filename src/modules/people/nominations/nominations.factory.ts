import type { Kernel } from '../../../kernel/kernel.ts';
import { makeAccount } from '../people.factory.ts';
import { acceptInvitation } from './answer-invitation.ts';
import { invitationToken } from './invitation-token.ts';
import { nominate, nominateShape } from './nominate.ts';

let serial = 0;

/** Test data: somebody who was recommended, with the token of their invitation; `acceptedBy` has accepted it. */
export async function makeNomination(
  k: Kernel,
  given: {
    recommender?: Awaited<ReturnType<typeof makeAccount>>;
    organisationId?: string;
    name?: string;
    phone?: string;
    email?: string;
    categories?: string[];
    words?: string;
    acceptedBy?: Awaited<ReturnType<typeof makeAccount>>;
  } = {},
): Promise<{ id: string; token: string; recommender: Awaited<ReturnType<typeof makeAccount>> }> {
  const recommender = given.recommender ?? (await makeAccount(k));
  const id = await nominate(
    k,
    recommender,
    nominateShape.parse({
      name: given.name ?? '林一舟',
      phone: given.phone ?? '',
      email: given.email ?? (given.phone ? '' : `nominee${++serial}@example.org`),
      categories: given.categories ?? ['streamer'],
      words: given.words ?? '直播讲家乡的老手艺，讲了三年。',
      organisationId: given.organisationId ?? '',
    }),
  );
  const token = invitationToken(k, id);
  if (given.acceptedBy) await acceptInvitation(k, given.acceptedBy, token);
  return { id, token, recommender };
}
