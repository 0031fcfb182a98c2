import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Fold } from '../../../../ui/dialog.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Sheet, Trail } from '../../../../ui/layout.tsx';
import { StateMark } from '../../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Tree, type TreeNode, treeOf } from '../../../../ui/tree.tsx';
import { type Book, type Department, versionOf } from '../../../people/index.ts';
import { limitKinds } from '../../cases.rules.ts';
import type { Category } from '../../category-book.ts';
import { categoryState, coHandlerFields } from './change-category.ts';

// keys: cases.limit_short.*

const countOf = (nodes: readonly TreeNode[]): number => nodes.reduce((n, node) => n + 1 + countOf(node.children), 0);

/** The whole catalogue: what there is at the top, each with what stands under it. */
export function CataloguePage(p: {
  categories: Book<Category>;
  departments: Book<Department>;
  q: string;
  keep: ((category: Category) => boolean) | undefined;
}) {
  const { t, locale } = useUi();
  const nodes = treeOf(
    p.categories.all,
    (category) => ({
      href: `/admin/catalogue/${category.id}`,
      title: p.categories.name(category.id, locale),
      code: category.code,
      facts: [
        ...(category.departmentId ? [p.departments.name(category.departmentId, locale)] : []),
        ...(category.limitKind ? [t(`cases.limit_short.${category.limitKind}`)] : []),
        ...(category.active ? [] : [<StateMark tone="no">{t('cases.admin.catalogue.closed')}</StateMark>]),
      ],
    }),
    p.keep,
  );
  return (
    <>
      <Heading
        title={t('cases.admin.catalogue.title')}
        lead={t('cases.admin.catalogue.lead')}
        end={
          <>
            <ButtonLink primary href="/admin/catalogue/new" icon="plus">
              {t('cases.admin.catalogue.new')}
            </ButtonLink>
            <ButtonLink href="/admin/catalogue/import" icon="upload">
              {t('cases.admin.catalogue.import')}
            </ButtonLink>
            <ButtonLink href="/admin/grounds">{t('cases.admin.grounds.title')}</ButtonLink>
          </>
        }
      />
      <Form id="find-category" action="/admin/catalogue" method="get" role="search" values={{ q: p.q }}>
        <Field
          name="q"
          type="search"
          label={t('cases.admin.catalogue.find')}
          hint={t('cases.admin.catalogue.find_hint')}
          after={<Button>{t('people.admin.find')}</Button>}
        />
      </Form>
      <p class="quiet">{t('cases.admin.catalogue.n', { n: countOf(nodes) })}</p>
      {nodes.length === 0 && (
        <EmptyState title={t('cases.admin.catalogue.none')}>
          <p>{t('cases.admin.catalogue.none_text')}</p>
        </EmptyState>
      )}
      {p.keep ? (
        <Tree nodes={nodes} label={t('cases.admin.catalogue.title')} />
      ) : (
        nodes.map((node) => (
          <Fold summary={`${node.code} ${node.title} (${countOf(node.children)})`}>
            <Tree nodes={[node]} label={node.title} />
          </Fold>
        ))
      )}
    </>
  );
}

type FormPageProps = {
  category: Category | null;
  /** chosen from the start, for a new one */
  parent: string;
  categories: Book<Category>;
  departments: Book<Department>;
  typed?: FormValues;
  errors: FormErrors;
};

function stored(category: Category | null, parent: string): FormValues {
  if (!category) return { parent, active: 'yes' };
  return {
    code: category.code,
    name: category.name['zh-CN'],
    name_en: category.name.en ?? '',
    parent: category.parentId ?? '',
    department: category.departmentId ?? '',
    ...Object.fromEntries(coHandlerFields.map((field, n) => [field, category.coHandlerIds[n] ?? ''])),
    limit: category.limitKind ?? '',
    active: category.active ? 'yes' : '',
  };
}

/** One category, or a new one. */
export function CategoryFormPage(p: FormPageProps) {
  const { t, locale } = useUi();
  const { category } = p;
  const title = category ? p.categories.name(category.id, locale) : t('cases.admin.catalogue.new');
  return (
    <>
      <Trail items={[{ label: t('cases.admin.catalogue.title'), href: '/admin/catalogue' }, { label: title }]} />
      <Sheet
        title={title}
        lead={t(category ? 'cases.admin.catalogue.change_lead' : 'cases.admin.catalogue.new_lead')}
        aside={
          category
            ? {
                title: t('cases.admin.catalogue.below'),
                children: <Below category={category} categories={p.categories} />,
              }
            : undefined
        }
      >
        {category && p.typed && (
          <Notice title={t('cases.admin.now')}>
            <Facts
              items={[
                { label: t('cases.admin.catalogue.name'), value: category.name['zh-CN'] },
                {
                  label: t('cases.admin.catalogue.department'),
                  value: p.departments.name(category.departmentId, locale),
                },
                {
                  label: t('cases.admin.catalogue.limit'),
                  value: category.limitKind && t(`cases.limit_short.${category.limitKind}`),
                },
              ]}
            />
          </Notice>
        )}
        <Form
          id="category"
          action={category ? `/admin/catalogue/${category.id}` : '/admin/catalogue'}
          values={p.typed ?? stored(category, p.parent)}
          errors={p.errors}
        >
          {category && <Hidden name="version" value={versionOf(categoryState(category))} />}
          <CategoryFields {...p} />
          <Actions>
            <Button primary>{t('people.admin.save')}</Button>
            <ButtonLink href="/admin/catalogue">{t('people.admin.back')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

function CategoryFields({ category, categories, departments, typed, parent }: FormPageProps) {
  const { t, locale } = useUi();
  const level = category?.level;
  const parents = categories.all
    .filter((entry) => entry.active && entry.level < 3 && (level === undefined || entry.level === level - 1))
    .map(({ id, code }) => ({ value: id, label: `${code} ${categories.name(id, locale)}` }));
  const offices = departments.all
    .filter(({ active }) => active)
    .map(({ id }) => ({ value: id, label: departments.name(id, locale) }));
  const values = typed ?? stored(category, parent);
  return (
    <>
      <Field name="name" label={t('cases.admin.catalogue.name')} maxLength={60} required />
      <Field name="name_en" label={t('cases.admin.catalogue.name_en')} maxLength={100} lang="en" optional />
      <Field
        name="code"
        label={t('cases.admin.catalogue.code')}
        hint={t('cases.admin.catalogue.code_hint')}
        maxLength={40}
        width="half"
        required
      />
      <Field
        name="parent"
        type="select"
        label={t('cases.admin.catalogue.parent')}
        hint={level === undefined ? undefined : t('cases.admin.catalogue.parent_hint')}
        placeholder={level === undefined || level === 1 ? t('cases.admin.catalogue.top') : undefined}
        options={parents}
      />
      <Field
        name="department"
        type="select"
        label={t('cases.admin.catalogue.department')}
        hint={t('cases.admin.catalogue.department_hint')}
        placeholder={t('cases.admin.catalogue.no_department')}
        options={offices}
      />
      {coHandlerFields.map((field, n) => (
        <Field
          name={field}
          type="select"
          label={t('cases.admin.catalogue.co_handler', { n: n + 1 })}
          placeholder={t('cases.admin.catalogue.nobody')}
          options={offices}
        />
      ))}
      <Field
        name="limit"
        type="select"
        width="half"
        label={t('cases.admin.catalogue.limit')}
        placeholder={t('cases.admin.catalogue.limit_by_kind')}
        options={limitKinds.map((kind) => ({ value: kind, label: t(`cases.limit_short.${kind}`) }))}
      />
      <Checkbox
        name="active"
        label={t('cases.admin.catalogue.active')}
        hint={t('cases.admin.catalogue.active_hint')}
        checked={values.active === 'yes'}
      />
    </>
  );
}

function Below({ category, categories }: { category: Category; categories: Book<Category> }) {
  const { t, locale } = useUi();
  const below = categories.all.filter(({ parentId }) => parentId === category.id);
  return (
    <>
      {below.length > 0 && (
        <ul>
          {below.map(({ id, code }) => (
            <li>
              {code} <a href={`/admin/catalogue/${id}`}>{categories.name(id, locale)}</a>
            </li>
          ))}
        </ul>
      )}
      {category.level < 3 ? (
        <p>
          <ButtonLink small href={`/admin/catalogue/new?parent=${category.id}`} icon="plus">
            {t('cases.admin.catalogue.new_below')}
          </ButtonLink>
        </p>
      ) : (
        <p class="quiet">{t('cases.admin.catalogue.lowest')}</p>
      )}
    </>
  );
}
