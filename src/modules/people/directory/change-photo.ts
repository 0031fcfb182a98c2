import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { entryOf, lockMember, saveEntry } from '../register/entry.queries.ts';
import { ownerOf, recordFact } from '../register/record-fact.ts';
import '../register/register.errors.ts';
import { publishEntry } from './publish-entry.ts';

/** Purpose of the pictures that members show of themselves. */
export const photoPurpose = 'people.member_photo';

/**
 * Sets a member's photo, or takes it away, and says whether everybody sees it.
 * @param fileId a new upload of theirs; undefined: the one that is there stays; null: none any more
 * @throws AppError people.not_a_member, files.gone
 */
export async function changePhoto(
  k: Kernel,
  actor: Actor,
  { fileId, shown }: { fileId?: string | null; shown: boolean },
): Promise<void> {
  const { accountId } = ownerOf(actor);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const { membershipId } = (await lockMember(tx, accountId)) ?? fail('people.not_a_member');
    const entry = (await entryOf(tx, accountId)) ?? fail('people.not_a_member');
    const photoFileId = fileId === undefined ? entry.photoFileId : fileId;
    if (fileId) await k.files.claim(tx, [fileId], { purpose: photoPurpose, ownerId: accountId });
    if (entry.photoFileId && entry.photoFileId !== photoFileId) await k.files.release(tx, [entry.photoFileId]);
    const others = entry.publicFields.filter((field) => field !== 'photo');
    const publicFields = photoFileId && shown ? [...others, 'photo' as const] : others;
    await saveEntry(tx, accountId, { ...entry, photoFileId, publicFields }, at);
    await publishEntry(tx, accountId, at);
    await recordFact(k, tx, at, actor, {
      type: 'people.member_changed',
      of: 'membership',
      id: membershipId,
      payload: { accountId, membershipId },
    });
  });
}

/** Lets go of the photos of somebody who left the register: the next sweep takes their bytes away. */
export async function releasePhotos(k: Kernel, tx: Tx, accountId: string): Promise<void> {
  const owned = await k.files.ownedBy(tx, accountId);
  const photos = owned.filter(({ purpose }) => purpose === photoPurpose).map(({ id }) => id);
  if (photos.length > 0) await k.files.release(tx, photos);
}
