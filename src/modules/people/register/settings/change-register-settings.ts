import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { mayAdministerCity } from '../../admin/admin.policy.ts';
import { holdVersion } from '../../admin/admin-page.tsx';
import { type RegisterSettings, registerSettings } from '../register.settings.ts';

/** What can be set, each with the least and the most. */
export const settingFields = {
  term_years: [1, 10],
  renewal_days: [7, 365],
  hearing_workingDays: [3, 60],
  declinedKept_days: [1, 365],
  returnedKept_days: [14, 365],
} as const satisfies Record<keyof RegisterSettings, readonly [number, number]>;

const whole = ([least, most]: readonly [number, number]) =>
  z
    .string('people.register.wrong.number')
    .transform((typed) => typed.normalize('NFKC').trim())
    .pipe(z.string().regex(/^\d{1,4}$/, 'people.register.wrong.number'))
    .transform(Number)
    .pipe(z.number().min(least, 'people.register.wrong.between').max(most, 'people.register.wrong.between'));

const shape = z.object(
  Object.fromEntries(Object.entries(settingFields).map(([name, range]) => [name, whole(range)])) as Record<
    keyof RegisterSettings,
    ReturnType<typeof whole>
  >,
);

/**
 * Changes how the city runs its register. Terms and days that were given before stay.
 * @throws AppError kernel.not_allowed, kernel.changed_meanwhile, kernel.invalid
 */
export async function changeRegisterSettings(
  k: Kernel,
  actor: Actor,
  typed: Record<string, string | string[]>,
): Promise<void> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  const next = shape.parse(typed);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await k.settings.edit(tx, registerSettings, at, actor.accountId, (before) => {
      holdVersion(before, typed.version === undefined ? undefined : String(typed.version));
      return next;
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'people.register_settings_changed',
      objectType: 'setting',
      objectId: 'people.register',
      details: next,
    });
  });
}
