import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Checkbox, Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Sheet, Trail } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import type { Department } from '../../books.queries.ts';
import type { Book } from '../../books.ts';

// keys: people.admin.departments.*
const words = 'people.admin.departments';

/** Which department one goes into, with everything that moves said before. */
export function MergePage(p: {
  department: Department;
  departments: Book<Department>;
  moves: { key: string; count: number }[];
  typed?: FormValues;
  errors: FormErrors;
}) {
  const { t, locale } = useUi();
  const name = p.departments.name(p.department.id, locale);
  const href = `/admin/departments/${p.department.id}`;
  const others = p.departments.all.filter(({ id, active }) => active && id !== p.department.id);
  return (
    <>
      <Trail
        items={[
          { label: t(`${words}.title`), href: '/admin/departments' },
          { label: name, href },
          { label: t(`${words}.merge`) },
        ]}
      />
      <Sheet
        title={t(`${words}.merge_title`, { name })}
        lead={t(`${words}.merge_lead`)}
        aside={{ title: t(`${words}.merge_stays`), children: <p>{t(`${words}.merge_stays_text`)}</p> }}
      >
        <h2>{t(`${words}.merge_moves`)}</h2>
        {p.moves.length === 0 ? (
          <p>{t(`${words}.merge_nothing`)}</p>
        ) : (
          <ul class="bullets">
            {p.moves.map(({ key, count }) => (
              <li>{t(key, { count })}</li>
            ))}
          </ul>
        )}
        <Form id="merge" action={`${href}/merge`} values={p.typed ?? {}} errors={p.errors}>
          <Field
            name="to"
            type="select"
            label={t(`${words}.merge_to`)}
            placeholder={t('people.admin.accounts.choose')}
            options={others.map(({ id }) => ({ value: id, label: p.departments.name(id, locale) }))}
            required
          />
          <Checkbox
            name="sure"
            label={t(`${words}.merge_sure`, { name })}
            hint={t(`${words}.merge_sure_hint`)}
            required
          />
          <Actions>
            <Button danger>{t(`${words}.merge_do`)}</Button>
            <ButtonLink href={href}>{t('people.admin.back')}</ButtonLink>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}
