import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Figures } from '../../../../ui/facts.tsx';
import { Field, FileField } from '../../../../ui/field.tsx';
import { Actions, FieldRow, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { KeysetPager } from '../../../../ui/pager.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Survey } from '../../survey.queries.ts';
import type { Invitation, InvitationFigures } from './invitation.queries.ts';
import { lettersAtOnce } from './letters-pdf.ts';
import type { BadLine } from './read-list.ts';

type FormState = { values: FormValues; errors: FormErrors };

export type InvitationsView = {
  survey: Survey;
  figures: InvitationFigures;
  rows: readonly Invitation[];
  more: boolean;
  first: boolean;
  bad: readonly BadLine[];
  mayRun: boolean;
  running: boolean;
  forms: { add: FormState; list: FormState; send: FormState; change: FormState };
};

/** The list of a survey by invitation: who is on it, letters, reminders. Who has answered is counted, not shown. */
export function InvitationsPage({ view }: { view: InvitationsView }) {
  const { t } = useUi();
  const { survey, figures, mayRun } = view;
  return (
    <>
      <Heading title={t('surveys.answer.invite.title')} lead={t('surveys.answer.invite.lead')} />
      <Figures
        items={[
          { label: t('surveys.answer.invite.invited'), value: figures.invited },
          { label: t('surveys.answer.invite.answered'), value: figures.answered },
          { label: t('surveys.answer.invite.with_email'), value: figures.withEmail },
          { label: t('surveys.answer.invite.revoked'), value: figures.revoked },
        ]}
      />
      <p class="quiet">{t(survey.named ? 'surveys.answer.invite.counted_named' : 'surveys.answer.invite.counted')}</p>
      {view.bad.length > 0 && <BadLines bad={view.bad} />}
      {mayRun && (survey.state === 'draft' || survey.state === 'open') && <Add view={view} />}
      {figures.invited > 0 && <Letters view={view} />}
      <List view={view} />
    </>
  );
}

function BadLines({ bad }: { bad: readonly BadLine[] }) {
  const { t } = useUi();
  return (
    <Notice tone="warn" title={t('surveys.answer.invite.bad', { count: bad.length })}>
      <ul>
        {bad.map(({ line, key, said }) => (
          <li>{t('surveys.answer.invite.bad_line', { line, why: t(key), said })}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Add({ view }: { view: InvitationsView }) {
  const { t } = useUi();
  const base = `/questionnaires/${view.survey.slug}/invitations`;
  return (
    <Section id="add" title={t('surveys.answer.invite.add')}>
      <Form id="list" action={`${base}/list`} multipart {...view.forms.list}>
        <FileField
          name="file"
          label={t('surveys.answer.invite.file')}
          hint={t('surveys.answer.invite.file_hint')}
          accept=".csv,.xlsx,.txt,.tsv"
        />
        <Actions>
          <Button>{t('surveys.answer.invite.take_in')}</Button>
        </Actions>
      </Form>
      <Form id="add-codes" action={`${base}/codes`} {...view.forms.add}>
        <Field
          name="count"
          label={t('surveys.answer.invite.count')}
          hint={t('surveys.answer.invite.count_hint')}
          inputmode="numeric"
          autocomplete="off"
          width="short"
        />
        <Actions>
          <Button>{t('surveys.answer.invite.make')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Letters({ view }: { view: InvitationsView }) {
  const { t } = useUi();
  const { survey, figures, mayRun, running } = view;
  const base = `/questionnaires/${survey.slug}/invitations`;
  const first = view.rows[0]?.number ?? 1;
  if (!mayRun) return null;
  return (
    <Section id="letters" title={t('surveys.answer.invite.letters')} note={t('surveys.answer.invite.letters_note')}>
      <Form id="send" action={`${base}/send`} {...view.forms.send}>
        <Actions note={running ? undefined : t('surveys.answer.invite.send_later')}>
          <Button name="which" value="first" disabled={!running || figures.unsent === 0}>
            {t('surveys.answer.invite.send', { count: figures.unsent })}
          </Button>
          <Button name="which" value="reminder" disabled={!running || figures.remindable === 0}>
            {t('surveys.answer.invite.remind', { count: figures.remindable })}
          </Button>
        </Actions>
      </Form>
      <p class="more">
        <ButtonLink small href={`${base}/letters.pdf?from=${first}`} download>
          {t('surveys.answer.invite.pdf', { from: first, to: first + lettersAtOnce - 1 })}
        </ButtonLink>
        <ButtonLink small href={`${base}/codes.csv`} download>
          {t('surveys.answer.invite.csv')}
        </ButtonLink>
      </p>
      <Form id="change" action={`${base}/change`} {...view.forms.change}>
        <FieldRow>
          <Field
            name="number"
            label={t('surveys.answer.invite.number')}
            hint={t('surveys.answer.invite.number_hint')}
            inputmode="numeric"
            autocomplete="off"
            width="short"
          />
        </FieldRow>
        <Actions>
          <Button name="deed" value="renew">
            {t('surveys.answer.invite.renew')}
          </Button>
          <Button danger name="deed" value="revoke">
            {t('surveys.answer.invite.revoke')}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function List({ view }: { view: InvitationsView }) {
  const { t } = useUi();
  const base = `/questionnaires/${view.survey.slug}/invitations`;
  const last = view.more ? view.rows.at(-1) : undefined;
  return (
    <Section id="listed" title={t('surveys.answer.invite.list')}>
      <Table
        caption={t('surveys.answer.invite.list')}
        captionHidden
        columns={[
          { label: t('surveys.answer.invite.no'), cell: ({ number }) => number, head: true },
          { label: t('surveys.answer.invite.name'), cell: ({ name }) => name ?? '—' },
          { label: t('surveys.answer.invite.email'), cell: ({ email }) => email ?? '—' },
          {
            label: t('surveys.answer.invite.written'),
            cell: ({ sentAt, sent, revokedAt }) =>
              revokedAt ? (
                t('surveys.answer.invite.is_revoked')
              ) : sentAt ? (
                <>
                  <DateTime value={sentAt} form="datetime" /> {t('surveys.answer.invite.times', { count: sent })}
                </>
              ) : (
                '—'
              ),
          },
        ]}
        rows={view.rows}
        empty={t('surveys.answer.invite.nobody')}
        scroll
        dense
      />
      <KeysetPager nextHref={last && `${base}?after=${last.number}`} {...(view.first ? {} : { firstHref: base })} />
    </Section>
  );
}
