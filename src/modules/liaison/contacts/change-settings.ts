import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, holdVersion } from '../../people/index.ts';
import { mayAssign } from '../liaison.policy.ts';
import { type LiaisonSettings, liaisonSettings } from '../liaison.settings.ts';
import { line } from '../words.ts';

/** Counts, each with the least and the most that can be set. */
export const counts = {
  mostMembers: [1, 100],
  matterDue_days: [1, 120],
  stalled_days: [1, 60],
  closeUnrated_days: [1, 60],
  reopen_days: [1, 365],
} as const;
export type CountName = keyof typeof counts;
export const countNames = Object.keys(counts) as CountName[];

const shape = z.object({
  ...(Object.fromEntries(countNames.map((name) => [name, line(1, 5)])) as Record<CountName, ReturnType<typeof line>>),
  quarter_days: line(1, 40),
  version: z.string().optional(),
});

const whole = (typed: string): number => (/^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN);

/** What the form was made from. */
export function settingsState(settings: LiaisonSettings): unknown {
  return [...countNames.map((name) => settings[name]), settings.quarter_days];
}

/**
 * Changes how the city looks after its members; due days that were given stay.
 * @throws ZodError; AppError kernel.not_allowed, kernel.changed_meanwhile, kernel.invalid
 */
export async function changeSettings(k: Kernel, actor: Actor, typed: z.input<typeof shape>): Promise<void> {
  if (!mayAssign(actor)) fail('kernel.not_allowed');
  const { version, quarter_days, ...given } = shape.parse(typed);
  const wrong: Record<string, { key: string; params?: Record<string, unknown> }> = {};
  const numbers = {} as Record<CountName, number>;
  for (const name of countNames) {
    const [least, most] = counts[name];
    numbers[name] = whole(given[name].normalize('NFKC'));
    if (!(numbers[name] >= least && numbers[name] <= most))
      wrong[name] = { key: 'liaison.field.number_wrong', params: { least, most } };
  }
  const days = quarter_days
    .normalize('NFKC')
    .split(/[^\d]+/)
    .filter(Boolean)
    .map(whole);
  if (days.length === 0 || days.length > 5 || days.some((day) => !(day >= 1 && day <= 60)))
    wrong.quarter_days = { key: 'liaison.field.quarter_days_wrong' };
  if (Object.keys(wrong).length > 0) failFields(wrong);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await k.settings.edit(tx, liaisonSettings, at, actor.accountId, (before) => {
      holdVersion(settingsState(before), version);
      return { ...before, ...numbers, quarter_days: [...new Set(days)].sort((a, b) => b - a) };
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'liaison.settings_changed',
      objectType: 'setting',
      objectId: 'liaison',
      details: { ...numbers, quarter_days: days },
    });
  });
}
