import type { ComponentChildren } from 'preact';
import type { AppError } from '../../../kernel/errors/index.ts';
import { Button } from '../../../ui/button.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import type { FormErrors, FormValues } from '../../../ui/form.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { typedOf } from '../admin/admin-page.tsx';
import { formErrors } from '../form-errors.ts';

/** 7.5 hours, from minutes. */
export function hoursWords(ctx: PageContext, minutes: number): string {
  const digits = minutes % 60 === 0 ? 0 : minutes % 30 === 0 ? 1 : 2;
  return ctx.t('people.teams.hours_n', { hours: formatNumber(minutes / 60, ctx.locale, digits) });
}

/** What went wrong with which form of a page that has several. */
export type Wrong = { form: string; error: AppError; body: unknown };

/** Values and errors of one form of the page: what was typed, where it is the one that was sent. */
export function formState(
  ctx: PageContext,
  wrong: Wrong | undefined,
  form: string,
  values: FormValues = {},
): { id: string; values: FormValues; errors: FormErrors } {
  const id = `${form}-form`;
  if (wrong?.form !== form) return { id, values, errors: {} };
  return { id, values: typedOf(wrong.body), errors: formErrors(ctx, wrong.error).errors };
}

/** One button that does something at once. */
export function Deed(p: {
  action: string;
  children: ComponentChildren;
  label?: string;
  fields?: Readonly<Record<string, string>>;
  primary?: boolean;
  danger?: boolean;
}) {
  return (
    <form action={p.action} method="post">
      {Object.entries(p.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button small primary={p.primary} danger={p.danger} label={p.label}>
        {p.children}
      </Button>
    </form>
  );
}
