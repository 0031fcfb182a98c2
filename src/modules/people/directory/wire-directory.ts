import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOnMe } from '../me/me-places.ts';
import { actorOf } from '../session.ts';
import { offerDirectoryApi } from './api.ts';
import { photoPurpose } from './change-photo.ts';
import { accountsShowing, isPublishedPhoto } from './directory.queries.ts';
import { publishEntry } from './publish-entry.ts';

/**
 * Keeps public pages of members true: cached ones are dropped here and in every other process when something happens to
 * a member, and pages that name an organisation are written anew when it changes.
 */
export function wireDirectory(k: Kernel): void {
  offerDirectoryApi(k);
  offerOnMe(k, {
    href: '/me/directory',
    label: 'people.directory.mine',
    note: 'people.directory.mine_note',
    icon: 'photo',
    order: 42,
  });
  // Kept by no cache for everybody: a photo that is not public any more is gone at once.
  k.files.guard(photoPurpose, async (request, file) => {
    if (await isPublishedPhoto(k.db, file.id)) return 'reader';
    const { accountId } = await actorOf(k, request);
    return accountId !== null && accountId === file.ownerId ? 'reader' : 'nobody';
  });
  k.outbox.onDelivered(async (events) => {
    const tags = new Set(
      events.flatMap(({ type }) => {
        if (type.startsWith('people.member') || type === 'people.account_erased') return ['members'];
        return type.startsWith('people.organisation') ? ['members'] : [];
      }),
    );
    if (tags.size === 0) return;
    k.cache.invalidate(...tags);
    await k.live.publish('kernel.cache', [...tags]);
  });
  k.outbox.subscribe({
    name: 'people.directory',
    types: ['people.organisation_changed', 'people.organisation_closed', 'people.organisation_verified'],
    handle: async (tx, { subject }) => {
      for (const accountId of await accountsShowing(tx, subject)) await publishEntry(tx, accountId, k.clock.now());
    },
  });
}
