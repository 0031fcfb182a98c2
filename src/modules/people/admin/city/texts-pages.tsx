import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Prose, Section, Trail } from '../../../../ui/layout.tsx';
import { renderMarkdown } from '../../../../ui/markdown.ts';
import { StateMark } from '../../../../ui/marks.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import { versionOf } from '../admin-page.tsx';
import { type City, type TextKey, textKeys, textState } from './change-city.ts';

/** The texts that the city answers for. */
export function TextsPage({ city }: { city: City }) {
  const { t } = useUi();
  const written = (text: string | null | undefined) =>
    text ? (
      <StateMark tone="ok">{t('people.admin.texts.n', { n: text.length })}</StateMark>
    ) : (
      <StateMark tone="wait">{t('people.admin.texts.empty')}</StateMark>
    );
  return (
    <>
      <Heading title={t('people.admin.texts.title')} lead={t('people.admin.texts.lead')} />
      <Table
        caption={t('people.admin.texts.title')}
        captionHidden
        rows={textKeys}
        columns={[
          {
            label: t('people.admin.texts.which'),
            head: true,
            cell: (key) => <a href={`/admin/settings/texts/${key}`}>{t(`people.admin.texts.${key}`)}</a>,
          },
          { label: t('people.admin.texts.chinese'), cell: (key) => written(city.texts[key]?.['zh-CN']) },
          { label: t('people.admin.texts.english'), cell: (key) => written(city.texts[key]?.en) },
        ]}
      />
    </>
  );
}

/** One text in both languages, with how it will look. */
export function TextPage(p: {
  city: City;
  name: TextKey;
  tried: { values: FormValues; errors: FormErrors } | undefined;
}) {
  const { t } = useUi();
  const [chinese = '', english = ''] = textState(p.city, p.name);
  const values: FormValues = p.tried?.values ?? { chinese, english };
  const title = t(`people.admin.texts.${p.name}`);
  return (
    <>
      <Trail items={[{ label: t('people.admin.texts.title'), href: '/admin/settings/texts' }, { label: title }]} />
      <Heading title={title} lead={t('people.admin.texts.edit_lead')} />
      <Form
        id={`text-${p.name}`}
        action={`/admin/settings/texts/${p.name}`}
        values={values}
        errors={p.tried?.errors}
        keepDraft
      >
        <Hidden name="version" value={versionOf(textState(p.city, p.name))} />
        <Field
          name="chinese"
          type="textarea"
          paper="plain"
          rows={16}
          lang="zh-CN"
          label={t('people.admin.texts.chinese')}
          hint={t('people.admin.texts.markdown')}
          required
        />
        <Field
          name="english"
          type="textarea"
          paper="plain"
          rows={12}
          lang="en"
          label={t('people.admin.texts.english')}
          hint={t('people.admin.texts.english_hint')}
          optional
        />
        <Actions>
          <Button primary>{t('people.admin.save')}</Button>
          <Button name="do" value="preview">
            {t('people.admin.preview')}
          </Button>
          <ButtonLink href="/admin/settings/texts">{t('people.admin.back')}</ButtonLink>
        </Actions>
      </Form>
      <Preview title={t('people.admin.texts.looks')} lang="zh-CN" text={String(values.chinese ?? '')} />
      <Preview title={t('people.admin.texts.looks_english')} lang="en" text={String(values.english ?? '')} />
    </>
  );
}

// raw html: made by renderMarkdown, which lets no HTML through
// raw html: made by renderMarkdown, which lets no HTML of the text through
function Preview({ title, lang, text }: { title: string; lang: string; text: string }) {
  if (text.trim() === '') return null;
  return (
    <Section id={`preview-${lang}`} title={title}>
      <div lang={lang}>
        <Prose>
          <div dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />
        </Prose>
      </div>
    </Section>
  );
}
