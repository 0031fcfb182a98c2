import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Meta, Pre } from '../../../ui/text.tsx';
import { formState } from '../exchange/liaison-page.tsx';
import { DecisionLine } from './decision-parts.tsx';
import type { Given } from './meeting-page.tsx';
import { attendances } from './meetings.rules.ts';

// keys: liaison.meetings.attendance.*

/** What the meeting left: who came, the minutes, what was decided, what was added later. */
export function MinutesPart(given: Given) {
  const { t } = useUi();
  const { meeting, additions, names } = given.view;
  return (
    <>
      <AttendancePart {...given} />
      <Section
        id="minutes"
        title={t('liaison.meetings.minutes')}
        note={t(meeting.confirmed ? 'liaison.meetings.minutes_confirmed' : 'liaison.meetings.minutes_draft')}
      >
        {meeting.minutes && <Pre text={meeting.minutes} />}
        {!meeting.confirmed && given.view.may.write && <MinutesForm {...given} />}
      </Section>
      <DecisionsPart {...given} />
      {!meeting.confirmed && given.view.may.confirm && meeting.minutes !== '' && (
        <Form id="confirm" action={`/liaison/meetings/${meeting.id}/confirm`}>
          <Hidden name="minutesRevision" value={String(meeting.minutesRevision)} />
          <Actions note={t('liaison.meetings.confirm_note')}>
            <Button primary>{t('liaison.meetings.confirm')}</Button>
          </Actions>
        </Form>
      )}
      {additions.length > 0 && (
        <Section id="additions" title={t('liaison.meetings.additions')}>
          {additions.map((addition) => (
            <div class="part">
              <Meta items={[<DateTime value={addition.at} form="datetime" />, names.get(addition.by ?? '') ?? '']} />
              <Pre text={addition.text} />
            </div>
          ))}
        </Section>
      )}
      {meeting.confirmed && given.view.may.write && <AdditionForm {...given} />}
    </>
  );
}

function MinutesForm({ view, ctx, refused }: Given) {
  const { t } = useUi();
  const { meeting } = view;
  return (
    <Fold summary={t('liaison.meetings.write_minutes')} open={refused?.form === 'minutes' || meeting.minutes === ''}>
      <Form
        id="minutes-form"
        action={`/liaison/meetings/${meeting.id}/minutes`}
        {...formState(ctx, refused, 'minutes', { minutes: meeting.minutes })}
        keepDraft
      >
        <Hidden name="minutesRevision" value={String(meeting.minutesRevision)} />
        <Field
          name="minutes"
          type="textarea"
          paper="plain"
          rows={14}
          label={t('liaison.meetings.field.minutes')}
          hint={t('liaison.meetings.minutes_hint')}
          maxLength={30_000}
          required
        />
        <Actions>
          <Button>{t('liaison.meetings.keep')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

function AdditionForm({ view, ctx, refused }: Given) {
  const { t } = useUi();
  return (
    <Fold summary={t('liaison.meetings.add_to_minutes')} open={refused?.form === 'addition'}>
      <Form
        id="addition"
        action={`/liaison/meetings/${view.meeting.id}/additions`}
        {...formState(ctx, refused, 'addition')}
      >
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('liaison.meetings.field.addition')}
          required
        />
        <Actions note={t('liaison.meetings.addition_note')}>
          <Button>{t('liaison.meetings.add')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}

function AttendancePart({ view }: Given) {
  const { t } = useUi();
  const { meeting, members, attendance } = view;
  const open = view.may.write && !meeting.confirmed;
  return (
    <Section id="attendance" title={t('liaison.meetings.attendance')}>
      <Facts
        ruled
        items={members.map((member) => {
          const row = attendance.get(member.id);
          return {
            label: member.label,
            value: t(row ? `liaison.meetings.attendance.${row.state}` : 'liaison.meetings.attendance.unknown'),
            end: row?.note,
          };
        })}
      />
      {open && (
        <Fold summary={t('liaison.meetings.note_attendance')}>
          <Form
            id="attendance-form"
            action={`/liaison/meetings/${meeting.id}/attendance`}
            values={Object.fromEntries(
              members.flatMap((member) => [
                [`state-${member.id}`, attendance.get(member.id)?.state ?? 'present'],
                [`note-${member.id}`, attendance.get(member.id)?.note ?? ''],
              ]),
            )}
          >
            {members.map((member) => (
              <FieldRow>
                <Field
                  name={`state-${member.id}`}
                  type="select"
                  label={member.label}
                  options={attendances.map((value) => ({ value, label: t(`liaison.meetings.attendance.${value}`) }))}
                />
                <Field
                  name={`note-${member.id}`}
                  label={t('liaison.meetings.field.who_came')}
                  maxLength={60}
                  optional
                />
              </FieldRow>
            ))}
            <Actions>
              <Button>{t('liaison.meetings.keep')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}

function DecisionsPart({ view, ctx, refused }: Given) {
  const { t, locale } = useUi();
  const { meeting } = view;
  const open = view.may.write && !meeting.confirmed;
  const departments = view.departments.all.map((each) => ({
    value: `department:${each.id}`,
    label: view.departments.name(each.id, locale),
    group: t('liaison.meetings.departments'),
  }));
  const organisations = view.series.organisationIds.map((id) => ({
    value: `organisation:${id}`,
    label: view.organisations.get(id)?.name ?? '',
    group: t('liaison.meetings.organisations'),
  }));
  return (
    <Section id="decisions" title={t('liaison.meetings.decisions')}>
      {view.decisions.length === 0 && <p class="quiet">{t('liaison.meetings.no_decisions')}</p>}
      {view.decisions.map((decision) => (
        <div class="part">
          <DecisionLine decision={decision} view={view} />
          {open && (
            <Form id={`out-${decision.id}`} action={`/liaison/meetings/${meeting.id}/decisions/${decision.id}/remove`}>
              <Button small label={`${t('liaison.meetings.remove')}: ${decision.text}`}>
                {t('liaison.meetings.remove')}
              </Button>
            </Form>
          )}
        </div>
      ))}
      {open && (
        <Fold summary={t('liaison.meetings.add_decision')} open={refused?.form === 'decision'}>
          <Form
            id="decision"
            action={`/liaison/meetings/${meeting.id}/decisions`}
            {...formState(ctx, refused, 'decision')}
          >
            <Field name="text" label={t('liaison.meetings.field.decision')} maxLength={500} required />
            <Field
              name="owner"
              type="select"
              label={t('liaison.meetings.field.owner')}
              options={[{ value: '', label: t('liaison.exchange.choose') }, ...departments, ...organisations]}
              required
            />
            <FieldRow>
              <Field
                name="personId"
                type="select"
                label={t('liaison.meetings.field.person')}
                options={[
                  { value: '', label: t('liaison.meetings.nobody_named') },
                  ...view.people.staff.map((each) => ({ value: each.id, label: each.name })),
                  ...view.people.partners.map((each) => ({ value: each.accountId, label: each.name })),
                ]}
                optional
              />
              <Field name="dueOn" type="date" label={t('liaison.meetings.field.due')} required />
            </FieldRow>
            <Actions>
              <Button>{t('liaison.meetings.add')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}
