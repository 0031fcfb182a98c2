import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Book, District } from '../../people/index.ts';
import type { SpeakingOrganisation } from '../comments/speaker.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { writtenIn } from '../public/consultation-page.tsx';
import type { IdeaCategory } from './category.queries.ts';
import { mostPhotos } from './ideas.rules.ts';

export type NewPageProps = {
  ctx: PageContext;
  call: ConsultationOf<'ideas'>;
  districts: Book<District>;
  categories: readonly IdeaCategory[];
  organisations: readonly SpeakingOrganisation[];
  displayName: string;
  /** of this rendering of the form */
  token: string;
  values?: FormValues | undefined;
  errors?: FormErrors | undefined;
  /** photos that arrived with an earlier try */
  kept?: readonly { id: string; name: string }[];
};

function PlaceFields({ ctx, districts, values }: Pick<NewPageProps, 'ctx' | 'districts' | 'values'>) {
  const { t, locale } = ctx;
  const streets = districts.all.flatMap((district) =>
    district.streets.map((street) => `${districts.name(district.id, 'zh-CN')}${street}`),
  );
  return (
    <Fieldset legend={t('consultations.ideas.new.where')} hint={t('consultations.ideas.new.where_hint')}>
      <Field
        name="districtId"
        type="select"
        label={t('consultations.ideas.new.district')}
        placeholder={t('consultations.ideas.new.district_none')}
        width="half"
        options={districts.all.map(({ id }) => ({ value: id, label: districts.name(id, locale) }))}
      />
      <Field
        name="place"
        label={t('consultations.ideas.new.place')}
        hint={t('consultations.ideas.new.place_hint')}
        optional
        maxLength={100}
        suggestions={streets}
        autocomplete="off"
      />
      <details
        class="fold here"
        open={Boolean(values?.lat)}
        data-island="here-picker"
        data-found={t('consultations.ideas.new.here_found', { lat: '{lat}', lon: '{lon}' })}
        data-failed={t('consultations.ideas.new.here_failed')}
      >
        <summary>{t('consultations.ideas.new.point')}</summary>
        <div>
          <p data-here hidden>
            <Button type="button">{t('consultations.ideas.new.here')}</Button>
          </p>
          <p class="quiet">{t('consultations.ideas.new.point_hint')}</p>
          <p class="quiet" role="status" data-said />
          <div class="pair-fields">
            <Field name="lat" label={t('consultations.ideas.new.lat')} inputmode="decimal" width="short" optional />
            <Field name="lon" label={t('consultations.ideas.new.lon')} inputmode="decimal" width="short" optional />
          </div>
        </div>
      </details>
    </Fieldset>
  );
}

/** As whom one speaks: under any name in front, or for an organisation. */
function SpeakerFields({
  ctx,
  organisations,
  displayName,
}: Pick<NewPageProps, 'ctx' | 'organisations' | 'displayName'>) {
  const { t } = ctx;
  return (
    <>
      {organisations.length > 0 && (
        <Choice
          name="speaksFor"
          legend={t('consultations.ideas.new.speaks_for')}
          options={[
            { value: '', label: t('consultations.ideas.new.myself') },
            ...organisations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <Field
        name="shownAs"
        label={t('consultations.ideas.new.shown_as')}
        hint={t('consultations.ideas.new.shown_as_hint', { name: displayName })}
        optional
        maxLength={20}
        width="half"
        autocomplete="nickname"
      />
    </>
  );
}

function IdeaForm(p: NewPageProps) {
  const { t } = p.ctx;
  const { call } = p;
  const offered = p.categories.filter(({ closed }) => !closed);
  return (
    <Form
      id="idea"
      action={`/ideas/${call.slug}/new`}
      multipart
      keepDraft
      values={{ speaksFor: '', ...p.values }}
      errors={p.errors}
    >
      <Hidden name="form_token" value={p.token} />
      <Hidden name="similar_seen" value={typeof p.values?.similar_seen === 'string' ? p.values.similar_seen : ''} />
      <Field
        name="title"
        label={t('consultations.ideas.new.title')}
        hint={t('consultations.ideas.new.title_hint')}
        maxLength={60}
        autocomplete="off"
      />
      <div class="similar" data-island="similar-ideas" data-form="idea" data-from={`/ideas/${call.slug}/like`} hidden />
      <Field
        name="text"
        type="textarea"
        paper="letter"
        label={t('consultations.ideas.new.text')}
        hint={t('consultations.ideas.new.text_hint')}
        rows={8}
        counted
        maxLength={5000}
      />
      {offered.length > 0 && (
        <Field
          name="categoryId"
          type="select"
          label={t('consultations.ideas.new.category')}
          placeholder={t('consultations.ideas.new.category_none')}
          width="half"
          options={offered.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {call.settings.place && <PlaceFields ctx={p.ctx} districts={p.districts} values={p.values} />}
      {call.settings.photos && (
        <div data-island="photo-preview" data-most={mostPhotos} data-remove={t('consultations.ideas.new.photo_remove')}>
          <FileField
            name="photos"
            label={t('consultations.ideas.new.photos')}
            hint={t('consultations.ideas.new.photos_hint', { n: mostPhotos })}
            accept="image/jpeg,image/png,image/webp,image/heic"
            multiple
            optional
            kept={p.kept}
          />
        </div>
      )}
      <SpeakerFields {...p} />
      <Actions note={t('consultations.ideas.new.note')}>
        <Button primary>{t('consultations.ideas.new.send')}</Button>
      </Actions>
    </Form>
  );
}

/** Writing an idea: one form, and what becomes of it beside it. */
export function NewPage(p: NewPageProps) {
  const { t } = p.ctx;
  return (
    <Sheet
      title={t('consultations.ideas.new.heading')}
      lead={<span lang={writtenIn(p.ctx)}>{p.call.settings.prompt || p.call.title}</span>}
      aside={{
        title: t('consultations.ideas.new.next'),
        children: (
          <Steps
            items={[
              { title: t('consultations.ideas.new.next_1'), text: t('consultations.ideas.new.next_1_text') },
              { title: t('consultations.ideas.new.next_2'), text: t('consultations.ideas.new.next_2_text') },
              { title: t('consultations.ideas.new.next_3'), text: t('consultations.ideas.new.next_3_text') },
            ]}
          />
        ),
      }}
    >
      <IdeaForm {...p} />
    </Sheet>
  );
}
