import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, holdVersion, optionalLine } from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { kinds, longestExtension_days } from '../../cases.rules.ts';
import { type CasesSettings, casesSettings } from '../../cases.settings.ts';

export const limitNames = [
  'emergency',
  'utility',
  'enquiry',
  'general',
  'difficult',
  'sign',
  'return',
  'contact',
] as const;
export type LimitName = (typeof limitNames)[number];
export const limitUnits = ['hours', 'service_hours', 'working_days'] as const;

const whole = (least: number, most: number) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.normalize('NFKC').trim())
    .pipe(z.string().regex(/^\d{1,5}$/, 'cases.admin.mailbox.number_wrong'))
    .transform(Number)
    .pipe(z.number().min(least, 'cases.admin.mailbox.too_small').max(most, 'cases.admin.mailbox.too_large'));

/** Days and counts, each with the least and the most that can be set. */
export const countFields = {
  longestExtension_days: [1, longestExtension_days],
  closeUnrated_days: [1, 60],
  archive_days: [1, 3650],
  reopen_days: [1, 365],
  lettersPerDay: [1, 1000],
} as const;
export type CountField = keyof typeof countFields;

const shape = z.object({
  numberPrefix: optionalLine(8),
  kinds: z
    .union([z.string(), z.array(z.string())], 'cases.admin.mailbox.kind_missing')
    .transform((sent) => kinds.filter((kind) => [sent].flat().includes(kind)))
    .pipe(z.array(z.enum(kinds)).min(1, 'cases.admin.mailbox.kind_missing')),
  ...(Object.fromEntries(
    Object.entries(countFields).map(([name, [least, most]]) => [name, whole(least, most)]),
  ) as Record<CountField, ReturnType<typeof whole>>),
  ...(Object.fromEntries(limitNames.map((name) => [`${name}_amount`, whole(1, 200)])) as Record<
    `${LimitName}_amount`,
    ReturnType<typeof whole>
  >),
  ...(Object.fromEntries(
    limitNames.map((name) => [`${name}_unit`, z.enum(limitUnits, 'cases.admin.mailbox.unit_missing')]),
  ) as Record<`${LimitName}_unit`, z.ZodEnum<{ [U in (typeof limitUnits)[number]]: U }>>),
});

/** What the form was made from; see `versionOf`. */
export function mailboxState(settings: CasesSettings) {
  return [
    settings.numberPrefix,
    settings.limits,
    settings.kinds,
    Object.keys(countFields).map((name) => settings[name as CountField]),
  ];
}

/**
 * Changes how the city runs its mailbox. Dates that were given before stay; from now on the new limits count.
 * @throws AppError kernel.not_allowed, kernel.changed_meanwhile, kernel.invalid
 */
export async function changeMailbox(k: Kernel, actor: Actor, typed: Record<string, string | string[]>): Promise<void> {
  if (!mayAdministerCases(actor)) fail('kernel.not_allowed');
  const input = shape.parse(typed);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const changed: Record<string, unknown> = {};
    await k.settings.edit(tx, casesSettings, at, actor.accountId, (before) => {
      holdVersion(mailboxState(before), typed.version === undefined ? undefined : String(typed.version));
      const limits = Object.fromEntries(
        limitNames.map((name) => [name, { amount: input[`${name}_amount`], unit: input[`${name}_unit`] }]),
      ) as CasesSettings['limits'];
      const counts = Object.fromEntries(Object.keys(countFields).map((name) => [name, input[name as CountField]]));
      const next: CasesSettings = {
        ...before,
        ...counts,
        limits,
        kinds: input.kinds,
        numberPrefix: input.numberPrefix,
      };
      for (const name of Object.keys(next) as (keyof CasesSettings)[])
        if (JSON.stringify(before[name]) !== JSON.stringify(next[name]))
          changed[name] = { from: before[name], to: next[name] };
      return next;
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'cases.settings_changed',
      objectType: 'setting',
      objectId: 'cases',
      details: changed,
    });
  });
}
