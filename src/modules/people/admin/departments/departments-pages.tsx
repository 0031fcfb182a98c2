import { Button, ButtonLink, VerbLink } from '../../../../ui/button.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Tree, type TreeNode, treeOf } from '../../../../ui/tree.tsx';
import type { Department, District } from '../../books.queries.ts';
import type { Book } from '../../books.ts';
import { versionOf } from '../admin-page.tsx';
import { departmentKinds, departmentState } from './change-department.ts';

// keys: people.department_kind.*

const countOf = (nodes: readonly TreeNode[]): number => nodes.reduce((n, node) => n + 1 + countOf(node.children), 0);

/** All departments as they stand under each other. */
export function DepartmentListPage(p: {
  departments: Book<Department>;
  keep: (department: Department) => boolean;
  q: string;
  closed: boolean;
}) {
  const { t, locale } = useUi();
  const nodes = treeOf(
    p.departments.all,
    (department) => ({
      href: `/admin/departments/${department.id}`,
      title: p.departments.name(department.id, locale),
      facts: [
        <span class="num">{department.code}</span>,
        t(`people.department_kind.${department.kind}`),
        ...(department.phone ? [<span class="num">{department.phone}</span>] : []),
        ...(department.active ? [] : [<StateMark tone="no">{t('people.admin.departments.closed')}</StateMark>]),
      ],
    }),
    p.keep,
  );
  const other = new URLSearchParams({ ...(p.q && { q: p.q }), ...(!p.closed && { closed: 'yes' }) });
  return (
    <>
      <Heading
        title={t('people.admin.departments.title')}
        lead={t('people.admin.departments.lead')}
        end={
          <>
            <ButtonLink primary href="/admin/departments/new" icon="plus">
              {t('people.admin.departments.new')}
            </ButtonLink>
            <ButtonLink href="/admin/departments/import" icon="upload">
              {t('people.admin.departments.import')}
            </ButtonLink>
          </>
        }
      />
      <Form id="find-department" action="/admin/departments" method="get" role="search" values={{ q: p.q }}>
        {p.closed && <Hidden name="closed" value="yes" />}
        <Field
          name="q"
          type="search"
          label={t('people.admin.departments.find')}
          hint={t('people.admin.departments.find_hint')}
          after={<Button>{t('people.admin.find')}</Button>}
        />
      </Form>
      <p class="quiet">
        {t('people.admin.departments.n', { n: countOf(nodes) })}{' '}
        <a href={`/admin/departments${other.size > 0 ? `?${other}` : ''}`}>
          {t(p.closed ? 'people.admin.departments.hide_closed' : 'people.admin.departments.show_closed')}
        </a>
      </p>
      {nodes.length === 0 ? (
        <EmptyState
          title={t('people.admin.departments.none')}
          action={<ButtonLink href="/admin/departments">{t('people.admin.departments.all')}</ButtonLink>}
        >
          <p>{t('people.admin.departments.none_text')}</p>
        </EmptyState>
      ) : (
        <Tree nodes={nodes} label={t('people.admin.departments.title')} />
      )}
    </>
  );
}

type FormPageProps = {
  department: Department | null;
  /** chosen from the start, for a new one */
  parent: string;
  departments: Book<Department>;
  districts: Book<District>;
  use: { people: number; matters: number } | null;
  typed?: FormValues;
  errors: FormErrors;
};

function stored(department: Department | null, parent: string): FormValues {
  if (!department) return { parent };
  return {
    code: department.code,
    name: department.name['zh-CN'],
    name_en: department.name.en ?? '',
    short: department.shortName['zh-CN'],
    short_en: department.shortName.en ?? '',
    parent: department.parentId ?? '',
    kind: department.kind,
    phone: department.phone,
    district: department.districtId ?? '',
  };
}

/** One department, or a new one. */
export function DepartmentFormPage(p: FormPageProps) {
  const { t, locale } = useUi();
  const { department } = p;
  const title = department ? p.departments.name(department.id, locale) : t('people.admin.departments.new');
  return (
    <>
      <Trail items={[{ label: t('people.admin.departments.title'), href: '/admin/departments' }, { label: title }]} />
      <Sheet
        title={title}
        lead={t(department ? 'people.admin.departments.change_lead' : 'people.admin.departments.new_lead')}
        aside={
          department && p.use
            ? {
                title: t('people.admin.departments.in_use'),
                children: <Use {...p} use={p.use} department={department} />,
              }
            : undefined
        }
      >
        {department && p.typed && (
          <Notice title={t('people.admin.departments.now')}>
            <Facts
              items={[
                { label: t('people.admin.departments.name'), value: department.name['zh-CN'] },
                { label: t('people.admin.departments.parent'), value: p.departments.name(department.parentId, locale) },
                { label: t('people.admin.departments.phone'), value: department.phone },
              ]}
            />
          </Notice>
        )}
        <Form
          id="department"
          action={department ? `/admin/departments/${department.id}` : '/admin/departments'}
          values={p.typed ?? stored(department, p.parent)}
          errors={p.errors}
        >
          {department && <Hidden name="version" value={versionOf(departmentState(department))} />}
          <DepartmentFields {...p} />
          <Actions>
            <Button primary>{t('people.admin.save')}</Button>
            <ButtonLink href="/admin/departments">{t('people.admin.back')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

function DepartmentFields({ department, departments, districts }: FormPageProps) {
  const { t, locale } = useUi();
  const above = departments.all
    .filter(({ id, active }) => active && id !== department?.id)
    .map(({ id }) => ({ value: id, label: departments.name(id, locale) }));
  return (
    <>
      <Field name="name" label={t('people.admin.departments.name')} maxLength={80} required />
      <Field name="name_en" label={t('people.admin.departments.name_en')} maxLength={120} lang="en" optional />
      <Field
        name="short"
        label={t('people.admin.departments.short')}
        hint={t('people.admin.departments.short_hint')}
        maxLength={40}
        width="half"
        optional
      />
      <Field
        name="short_en"
        label={t('people.admin.departments.short_en')}
        maxLength={60}
        width="half"
        lang="en"
        optional
      />
      <Field
        name="code"
        label={t('people.admin.departments.code')}
        hint={t('people.admin.departments.code_hint')}
        maxLength={40}
        width="half"
        required
      />
      <Field
        name="kind"
        type="select"
        label={t('people.admin.departments.kind')}
        width="half"
        placeholder={t('people.admin.accounts.choose')}
        options={departmentKinds.map((kind) => ({ value: kind, label: t(`people.department_kind.${kind}`) }))}
        required
      />
      <Field
        name="parent"
        type="select"
        label={t('people.admin.departments.parent')}
        placeholder={t('people.admin.departments.top')}
        options={above}
      />
      <Field
        name="phone"
        label={t('people.admin.departments.phone')}
        inputmode="tel"
        maxLength={40}
        width="half"
        optional
      />
      <Field
        name="district"
        type="select"
        label={t('people.admin.departments.district')}
        placeholder={t('people.admin.departments.no_district')}
        width="half"
        options={districts.all.map(({ id }) => ({ value: id, label: districts.name(id, locale) }))}
      />
    </>
  );
}

type UseProps = {
  department: Department;
  departments: Book<Department>;
  use: { people: number; matters: number };
};

function Use({ department, departments, use }: UseProps) {
  const { t, locale } = useUi();
  return (
    <>
      <Facts
        items={[
          {
            label: t('people.admin.departments.people'),
            value: t('people.admin.departments.n_people', { n: use.people }),
            end: <a href={`/admin/people?department=${department.id}`}>{t('people.admin.departments.see_people')}</a>,
          },
          {
            label: t('people.admin.departments.matters'),
            value: t('people.admin.departments.n_matters', { n: use.matters }),
          },
        ]}
      />
      {department.mergedInto ? (
        <p>
          {t('people.admin.departments.merged_into')}{' '}
          <a href={`/admin/departments/${department.mergedInto}`}>{departments.name(department.mergedInto, locale)}</a>
        </p>
      ) : (
        <form action={`/admin/departments/${department.id}/${department.active ? 'close' : 'open'}`} method="post">
          {department.active && <p class="quiet">{t('people.admin.departments.close_note')}</p>}
          <Button danger={department.active} small>
            {t(department.active ? 'people.admin.departments.close' : 'people.admin.departments.open')}
          </Button>
        </form>
      )}
      {department.active && (
        <p>
          <VerbLink href={`/admin/departments/${department.id}/merge`}>{t('people.admin.departments.merge')}</VerbLink>
        </p>
      )}
    </>
  );
}
