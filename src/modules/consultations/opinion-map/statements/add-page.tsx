import { Button } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Sheet, Trail } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import type { SpeakingOrganisation } from '../../comments/speaker.ts';
import type { OpenMap } from '../open-map.ts';
import { statement_characters } from '../opinion-map.rules.ts';
import type { Statement } from './statement.queries.ts';

export type AddView = {
  map: OpenMap;
  values: FormValues;
  errors: FormErrors;
  /** what says about the same as what was typed */
  like: readonly Statement[];
  organisations: readonly SpeakingOrganisation[];
  displayName: string;
};

/** A sentence of one's own that others agree or disagree with. */
export function AddPage({ view }: { view: AddView }) {
  const { t } = useUi();
  const { map, like, values } = view;
  const here = `/maps/${map.slug}`;
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.opinion_map.trail'), href: '/consultations' },
          { label: map.consultation.title, href: here },
          { label: t('consultations.opinion_map.add.title') },
        ]}
      />
      <Sheet
        title={t('consultations.opinion_map.add.title')}
        lead={t('consultations.opinion_map.add.lead')}
        aside={{
          title: t('consultations.opinion_map.add.good'),
          children: (
            <ul>
              <li>{t('consultations.opinion_map.add.good_one')}</li>
              <li>{t('consultations.opinion_map.add.good_own')}</li>
              <li>{t('consultations.opinion_map.add.good_short')}</li>
              <li>{t('consultations.opinion_map.add.good_public')}</li>
            </ul>
          ),
        }}
      >
        {like.length > 0 && <Like view={view} />}
        <Form id="add" action={`${here}/new`} values={values} errors={view.errors} keepDraft>
          <Field
            name="text"
            label={t('consultations.opinion_map.add.text')}
            hint={t('consultations.opinion_map.add.text_hint', { most: statement_characters })}
            type="textarea"
            rows={3}
            maxLength={statement_characters}
            counted
            required
          />
          {view.organisations.length > 0 && (
            <Field
              name="speaksFor"
              label={t('consultations.opinion_map.add.speaks_for')}
              type="select"
              options={[
                { value: '', label: t('consultations.opinion_map.add.myself') },
                ...view.organisations.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          <Field
            name="shownAs"
            label={t('consultations.opinion_map.add.shown_as')}
            hint={t('consultations.opinion_map.add.shown_as_hint', { name: view.displayName })}
            optional
            maxLength={20}
            width="half"
          />
          <Hidden name="token" value={typeof values.token === 'string' ? values.token : ''} />
          {like.length > 0 && <Hidden name="anyway" value="yes" />}
          <Actions note={t('consultations.opinion_map.add.next')}>
            <Button primary>{t(`consultations.opinion_map.add.${like.length > 0 ? 'anyway' : 'send'}`)}</Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

function Like({ view: { like, map } }: { view: AddView }) {
  const { t } = useUi();
  return (
    <Notice tone="warn" live title={t('consultations.opinion_map.add.like')}>
      <ul>
        {like.map(({ number, text }) => (
          <li>
            <a href={`/maps/${map.slug}?statement=${number}`}>{text}</a>
          </li>
        ))}
      </ul>
      <p>{t('consultations.opinion_map.add.like_text')}</p>
    </Notice>
  );
}
