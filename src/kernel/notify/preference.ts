import { z } from 'zod';
import { addDays, atLocal, localDate, localTime, weekday, type Zone } from '../time/index.ts';
import { type Channel, channels } from './channels.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What one person wants. Times are the city's wall clock. `quiet` null: never quiet. */
export const preferenceSchema = z.object({
  groups: z
    .record(z.string(), z.object({ email: z.boolean(), sms: z.boolean(), push: z.boolean() }).partial())
    .default({}),
  quiet: z.object({ from: timeOfDay, to: timeOfDay }).nullable().default(null),
  digest: z.enum(['now', 'daily', 'weekly']).default('now'),
  digestHour: z.number().int().min(0).max(23).default(8),
  /** 1 Monday to 7 Sunday */
  digestWeekday: z.number().int().min(1).max(7).default(1),
});

export type Preference = z.output<typeof preferenceSchema>;

/**
 * For whoever said nothing: no text message or push in the night (mail makes no noise), mail at once.
 */
const nightRest = { from: '22:00', to: '07:00' };

/** What becomes of one notification on one channel. */
export type Plan = { channel: Channel; dueAt: Date; held: boolean; digest: boolean };

export type PlanInput = {
  reach: { email: boolean; sms: boolean; push: boolean };
  kind: { group: string; mandatory?: boolean; channels?: readonly Channel[] };
  /** null: this person never said anything */
  preference: Preference | null;
  urgent: boolean;
  now: Date;
  zone: Zone;
};

/** Which channels a notification takes and when. Urgent ones pass quiet hours and digests. */
export function planDeliveries(input: PlanInput): Plan[] {
  const { preference, urgent, now, zone } = input;
  return wantedChannels(input).map((channel) => {
    if (urgent) return { channel, dueAt: now, held: false, digest: false };
    if (channel === 'email' && preference && preference.digest !== 'now') {
      return { channel, dueAt: nextDigest(now, preference, zone), held: true, digest: true };
    }
    const quiet = preference ? preference.quiet : channel === 'email' ? null : nightRest;
    const dueAt = quiet ? quietUntil(now, quiet, zone) : now;
    return { channel, dueAt, held: dueAt > now, digest: false };
  });
}

function wantedChannels({ reach, kind, preference }: PlanInput): Channel[] {
  const usual = (channel: Channel) =>
    kind.channels ? kind.channels.includes(channel) : channel !== 'sms' || !reach.email;
  const said = preference?.groups[kind.group];
  const wanted = channels.filter((channel) => reach[channel] && (said?.[channel] ?? usual(channel)));
  if (!kind.mandatory || wanted.includes('email') || wanted.includes('sms')) return wanted;
  // Somebody who turned everything off still hears of what they must. A push may never be seen, so it does not count.
  if (reach.email) return ['email', ...wanted];
  return reach.sms ? ['sms', ...wanted] : wanted;
}

/** `now` itself, or the end of the quiet hours it lies in. */
export function quietUntil(now: Date, { from, to }: { from: string; to: string }, zone: Zone): Date {
  const time = localTime(now, zone);
  const today = localDate(now, zone);
  if (from === to) return now;
  if (from < to) return from <= time && time < to ? atLocal(today, to, zone) : now;
  if (time >= from) return atLocal(addDays(today, 1), to, zone);
  return time < to ? atLocal(today, to, zone) : now;
}

/** The next time a person's digest goes out, after `now`. */
export function nextDigest(now: Date, { digest, digestHour, digestWeekday }: Preference, zone: Zone): Date {
  const hour = `${String(digestHour).padStart(2, '0')}:00`;
  for (let date = localDate(now, zone); ; date = addDays(date, 1)) {
    if (digest === 'weekly' && weekday(date) !== digestWeekday) continue;
    const at = atLocal(date, hour, zone);
    if (at > now) return at;
  }
}
