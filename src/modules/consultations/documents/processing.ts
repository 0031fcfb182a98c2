import type { TableProcessing } from '../../people/index.ts';

const none = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'none' as const]));

/** The texts that are put before the city; whoever imported one stands in the record. */
export const documentTables: Readonly<Record<string, TableProcessing>> = {
  'consultations.document_version': {
    purpose: 'consultations.documents.processing.purpose',
    basis: 'none',
    keep: 'consultations.processing.keep.consultation',
    access: ['public'],
    columns: {
      ...none(
        'consultation_id',
        'version_no',
        'title',
        'note',
        'source_kind',
        'source_name',
        'source_file_id',
        'source_text',
      ),
      ...none('offer_source', 'report', 'created_at', 'published_at'),
      created_by: 'key',
    },
  },
  'consultations.block': {
    purpose: 'consultations.documents.processing.purpose',
    basis: 'none',
    keep: 'consultations.processing.keep.consultation',
    access: ['public'],
    columns: none(
      'consultation_id',
      'version_no',
      'position',
      'anchor',
      'kind',
      'label',
      'depth',
      'parent_anchor',
      'text',
      'html',
    ),
  },
};
