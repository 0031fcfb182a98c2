import { inTransaction } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Channel, channels, type Preference, preferenceSchema } from '../../../kernel/notify/index.ts';
import type { Actor } from '../actor.ts';

/** A group of notifications with what somebody gets of it now. */
export type GroupWish = { group: string; label: string; mandatory: boolean; on: Record<Channel, boolean> };

/** What somebody gets, said or not: where they never said, what is usual for the group. */
export function wishesOf(k: Kernel, preference: Preference, hasEmail: boolean): GroupWish[] {
  const kinds = k.notify.kinds();
  return k.notify.groups().map(({ group, label, mandatory }) => {
    const said = preference.groups[group];
    const usual = (channel: Channel) =>
      kinds.some(
        (kind) =>
          kind.group === group && (kind.channels ? kind.channels.includes(channel) : channel !== 'sms' || !hasEmail),
      );
    const on = Object.fromEntries(channels.map((channel) => [channel, said?.[channel] ?? usual(channel)])) as Record<
      Channel,
      boolean
    >;
    return { group, label, mandatory, on };
  });
}

/** Fields of the form, as the browser sent them. */
export type PreferenceForm = {
  /** `group/channel` of every box that is ticked */
  wanted: ReadonlySet<string>;
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
  digest: string;
  digestHour: string;
  digestWeekday: string;
};

/** @throws AppError kernel.invalid beside the fields */
export async function changePreferences(
  k: Kernel,
  owner: Actor & { accountId: string },
  form: PreferenceForm,
): Promise<void> {
  const groups = Object.fromEntries(
    k.notify
      .groups()
      .filter(({ mandatory }) => !mandatory)
      .map(({ group }) => [
        group,
        Object.fromEntries(channels.map((channel) => [channel, form.wanted.has(`${group}/${channel}`)])),
      ]),
  );
  const parsed = preferenceSchema.safeParse({
    groups,
    quiet: form.quiet ? { from: form.quietFrom, to: form.quietTo } : null,
    digest: form.digest,
    digestHour: Number(form.digestHour),
    digestWeekday: Number(form.digestWeekday),
  });
  if (!parsed.success) {
    const names: Record<string, string> = { 'quiet.from': 'quietFrom', 'quiet.to': 'quietTo' };
    return failFields(
      Object.fromEntries(
        parsed.error.issues.map((issue) => {
          const path = issue.path.join('.');
          return [
            names[path] ?? path,
            { key: path.startsWith('quiet') ? 'people.preferences.time_unreadable' : 'ui.field.invalid' },
          ];
        }),
      ),
    );
  }
  await inTransaction(k.db, (tx) => k.notify.setPreference(tx, owner.accountId, parsed.data, k.clock.now()));
}
