import type { ComponentChildren } from 'preact';
import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Meta } from '../../../ui/text.tsx';
import type { Hours } from './hours.queries.ts';
import { HoursMark } from './mine-page.tsx';
import type { Team } from './team.queries.ts';
import type { TeamPerson } from './team-person.queries.ts';
import { Deed, formState, hoursWords, type Wrong } from './team-words.tsx';

export type ManageHoursProps = {
  ctx: PageContext;
  team: Team;
  /** undefined: the secretariat, which may decide on all */
  mine: TeamPerson | undefined;
  claimed: readonly Hours[];
  confirmed: readonly Hours[];
  wrong?: Wrong;
};

function nameOf(ctx: PageContext, { name }: Hours): string {
  return name || ctx.t('people.teams.somebody_gone');
}

function Waiting({
  ctx,
  team,
  mine,
  hours,
  wrong,
}: Omit<ManageHoursProps, 'claimed' | 'confirmed'> & { hours: Hours }) {
  const { t } = ctx;
  const action = `/teams/${team.slug}/hours/${hours.id}/decide`;
  const form = `decline-${hours.id}`;
  if (hours.accountId === mine?.accountId) return <p class="quiet">{t('people.teams.own_hours')}</p>;
  return (
    <>
      <Deed
        action={action}
        fields={{ decision: 'confirm' }}
        label={t('people.teams.confirm_of', { name: nameOf(ctx, hours), day: hours.doneOn })}
        primary
      >
        {t('people.teams.confirm')}
      </Deed>
      <Fold summary={t('people.teams.decline')} open={wrong?.form === form}>
        <Form {...formState(ctx, wrong, form)} action={action}>
          <input type="hidden" name="decision" value="decline" />
          <Field name="reason" label={t('people.teams.reason')} maxLength={500} required />
          <Actions>
            <Button small>{t('people.teams.decline')}</Button>
          </Actions>
        </Form>
      </Fold>
    </>
  );
}

function Correct({
  ctx,
  team,
  mine,
  hours,
  wrong,
}: Omit<ManageHoursProps, 'claimed' | 'confirmed'> & { hours: Hours }) {
  const { t } = ctx;
  const form = `correct-${hours.id}`;
  if (hours.accountId === mine?.accountId) return null;
  return (
    <Fold summary={t('people.teams.correct')} open={wrong?.form === form}>
      <Form
        {...formState(ctx, wrong, form, { hours: String(hours.minutes / 60) })}
        action={`/teams/${team.slug}/hours/${hours.id}/correct`}
      >
        <FieldRow>
          <Field name="reason" label={t('people.teams.reason')} maxLength={500} required />
          <Field
            name="hours"
            type="number"
            label={t('people.teams.how_many_hours')}
            min={0.25}
            max={24}
            step={0.25}
            inputmode="decimal"
            required
          />
        </FieldRow>
        <Actions>
          <Button small>{t('people.teams.correct')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

/** Hours that wait to be confirmed, and those that were. */
export function ManageHours(p: ManageHoursProps) {
  const { ctx, team } = p;
  const { t } = ctx;
  const columns = (deed: (hours: Hours) => ComponentChildren) => [
    { label: t('people.teams.who'), head: true, cell: (hours: Hours) => nameOf(ctx, hours) },
    { label: t('people.teams.day'), cell: ({ doneOn }: Hours) => <DateTime value={doneOn} form="date" /> },
    { label: t('people.teams.hours'), numeric: true, cell: ({ minutes }: Hours) => hoursWords(ctx, minutes) },
    { label: t('people.teams.what'), cell: ({ taskTitle, note }: Hours) => <Meta items={[taskTitle, note]} /> },
    { label: t('people.teams.do'), labelHidden: true, cell: deed },
  ];
  return (
    <Section id="hours" title={t('people.teams.hours_to_confirm')} note={t('people.teams.hours_to_confirm_note')}>
      <Table
        caption={t('people.teams.hours_to_confirm')}
        captionHidden
        rows={p.claimed}
        empty={t('people.teams.no_claims')}
        columns={columns((hours) => <Waiting {...p} hours={hours} />)}
      />
      <Meta
        items={(['csv', 'xlsx'] as const).map((format) => (
          <a href={`/teams/${team.slug}/hours.${format}`} download>
            {t('people.teams.download', { format: format.toUpperCase() })}
          </a>
        ))}
      />
      {p.confirmed.length > 0 && (
        <Fold summary={t('people.teams.confirmed_hours')} open={p.wrong?.form.startsWith('correct-')}>
          <Table
            caption={t('people.teams.confirmed_hours')}
            captionHidden
            rows={p.confirmed}
            columns={columns((hours) => (
              <>
                <HoursMark ctx={ctx} hours={hours} />
                <Correct {...p} hours={hours} />
              </>
            ))}
          />
        </Fold>
      )}
    </Section>
  );
}
