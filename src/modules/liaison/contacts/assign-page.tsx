import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Book, Department } from '../../people/index.ts';
import type { MemberRow } from './load-contacts.ts';

/** Somebody who can be a contact, with how many members they have. */
export type Candidate = { id: string; name: string; members: number };

type Choosing = {
  departments: Book<Department>;
  department: string;
  candidates: readonly Candidate[];
  mostMembers: number;
  values: FormValues;
  errors: FormErrors;
};

function DepartmentField({ departments }: { departments: Book<Department> }) {
  const { t, locale } = useUi();
  return (
    <Field
      name="department"
      type="select"
      label={t('liaison.contacts.department')}
      placeholder={t('liaison.contacts.choose_department')}
      options={departments.all
        .filter(({ active }) => active)
        .map(({ id }) => ({ value: id, label: departments.name(id, locale) }))}
    />
  );
}

function CandidateField({ candidates, mostMembers }: Pick<Choosing, 'candidates' | 'mostMembers'>) {
  const { t } = useUi();
  if (candidates.length === 0) return <Notice tone="warn" title={t('liaison.contacts.nobody_qualified')} />;
  return (
    <>
      <Choice
        name="contact"
        legend={t('liaison.contacts.contact')}
        hint={t('liaison.contacts.qualified')}
        options={candidates.map(({ id, name, members }) => ({
          value: id,
          label: name,
          note: t(members >= mostMembers ? 'liaison.contacts.has_full' : 'liaison.contacts.has', { n: members }),
        }))}
      />
      <Field
        name="post"
        label={t('liaison.contacts.post')}
        hint={t('liaison.contacts.post_hint')}
        maxLength={60}
        optional
      />
    </>
  );
}

/** Names a contact for a member: the member, the department, then who of it. */
export function AssignPage(p: Choosing & { members: readonly string[] }) {
  const { t, locale } = useUi();
  const member = String(p.values.member ?? '');
  return (
    <>
      <Heading title={t('liaison.contacts.assign')} lead={t('liaison.contacts.assign_lead')} />
      <Form
        id="choose"
        action="/liaison/contacts/assign"
        method="get"
        values={p.values}
        {...(p.department ? {} : { errors: p.errors })}
      >
        <Field
          name="member"
          label={t('liaison.contacts.member_number')}
          hint={t('liaison.contacts.member_number_hint')}
          suggestions={p.members}
          maxLength={20}
          width="half"
        />
        <DepartmentField departments={p.departments} />
        <Actions>
          <Button primary={p.department === ''}>{t('liaison.contacts.who_of_it')}</Button>
        </Actions>
      </Form>
      {p.department !== '' && (
        <Section
          id="who"
          title={t('liaison.contacts.assign_who', { office: p.departments.name(p.department, locale), member })}
        >
          <Form id="assign" action="/liaison/contacts/assign" values={p.values} errors={p.errors}>
            <Hidden name="member" value={member} />
            <Hidden name="department" value={p.department} />
            <CandidateField {...p} />
            <Actions note={t('liaison.contacts.assign_note')}>
              <Button primary disabled={p.candidates.length === 0}>
                {t('liaison.contacts.assign')}
              </Button>
              <ButtonLink href="/liaison/contacts">{t('liaison.contacts.back')}</ButtonLink>
            </Actions>
          </Form>
        </Section>
      )}
    </>
  );
}

/** Hands members to somebody else: which of them, to which department, to whom, and what they should know. */
export function HandOverPage(p: Choosing & { from: { id: string; name: string }; rows: readonly MemberRow[] }) {
  const { t, locale } = useUi();
  return (
    <>
      <Heading
        title={t('liaison.contacts.hand_over_of', { name: p.from.name })}
        lead={t('liaison.contacts.hand_over_lead')}
      />
      <Form
        id="choose"
        action="/liaison/contacts/hand-over"
        method="get"
        values={{ department: p.department, from: p.from.id }}
      >
        <Hidden name="from" value={p.from.id} />
        <DepartmentField departments={p.departments} />
        <Actions>
          <Button>{t('liaison.contacts.who_of_it')}</Button>
        </Actions>
      </Form>
      <Section id="to" title={t('liaison.contacts.hand_over_to', { office: p.departments.name(p.department, locale) })}>
        <Form id="hand-over" action="/liaison/contacts/hand-over" values={p.values} errors={p.errors} keepDraft>
          <Hidden name="from" value={p.from.id} />
          <Hidden name="department" value={p.department} />
          <Choice
            name="members"
            multiple
            legend={t('liaison.contacts.which_members')}
            options={p.rows.map(({ member, open }) => ({
              value: member.accountId,
              label: `${member.name} ${member.number}`,
              ...(open > 0 ? { note: t('liaison.contacts.with_matters', { n: open }) } : {}),
            }))}
          />
          <CandidateField {...p} />
          <Field
            name="note"
            type="textarea"
            rows={4}
            paper="plain"
            label={t('liaison.contacts.hand_over_note')}
            hint={t('liaison.contacts.hand_over_note_hint')}
            maxLength={1000}
            counted
          />
          <Actions note={t('liaison.contacts.hand_over_next')}>
            <Button primary disabled={p.candidates.length === 0}>
              {t('liaison.contacts.hand_over')}
            </Button>
            <ButtonLink href="/liaison/contacts">{t('liaison.contacts.back')}</ButtonLink>
          </Actions>
        </Form>
      </Section>
    </>
  );
}
