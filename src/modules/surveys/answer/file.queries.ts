import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export type AnswerFile = {
  fileId: string;
  question: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
};

export async function filesOfDraft(db: Db, surveyId: string, draftId: string): Promise<AnswerFile[]> {
  const { rows } = await sql<AnswerFile>`select file_id as "fileId", question, name, media_type as "mediaType",
      size_bytes as "sizeBytes" from surveys.response_file where survey_id = ${surveyId} and draft_id = ${draftId}
    order by question, file_id`.execute(db);
  return rows;
}

export async function insertFiles(
  tx: Tx,
  surveyId: string,
  draftId: string,
  files: readonly AnswerFile[],
): Promise<void> {
  for (const file of files)
    await sql`insert into surveys.response_file (survey_id, file_id, draft_id, question, name, media_type, size_bytes)
      values (${surveyId}, ${file.fileId}, ${draftId}, ${file.question}, ${file.name}, ${file.mediaType}, ${file.sizeBytes})`.execute(
      tx,
    );
}

/** @returns those that were there, to be released */
export async function deleteFiles(
  tx: Tx,
  surveyId: string,
  draftId: string,
  fileIds: readonly string[] | 'all',
): Promise<string[]> {
  const { rows } = await sql<{ fileId: string }>`delete from surveys.response_file
    where survey_id = ${surveyId} and draft_id = ${draftId}
      and (${fileIds === 'all'} or file_id = any(${fileIds === 'all' ? [] : [...fileIds]}::uuid[]))
    returning file_id as "fileId"`.execute(tx);
  return rows.map(({ fileId }) => fileId);
}

/** Files of drafts become those of answers; names that a device gave go where the survey is not named. */
export async function giveFilesToResponse(
  tx: Tx,
  surveyId: string,
  {
    draftId,
    responseId,
    fileIds,
    named,
  }: { draftId: string; responseId: string; fileIds: readonly string[]; named: boolean },
): Promise<void> {
  await sql`update surveys.response_file set draft_id = null, response_id = ${responseId},
      name = case when ${named} then name else question end
    where survey_id = ${surveyId} and draft_id = ${draftId} and file_id = any(${[...fileIds]}::uuid[])`.execute(tx);
}

export type FileFacts = { surveyId: string; responseId: string | null };

export async function factsOfFile(db: Db, fileId: string): Promise<FileFacts | undefined> {
  const { rows } = await sql<FileFacts>`select survey_id as "surveyId", response_id as "responseId"
    from surveys.response_file where file_id = ${fileId}`.execute(db);
  return rows[0];
}

/** Files whose draft is gone. @returns some of them, to be released */
export async function deleteStrayFiles(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ fileId: string }>`delete from surveys.response_file f
    using (select f.survey_id, f.file_id from surveys.response_file f where f.draft_id is not null
      and not exists (select from surveys.draft d where d.survey_id = f.survey_id and d.id = f.draft_id) limit ${limit}) stray
    where f.survey_id = stray.survey_id and f.file_id = stray.file_id returning f.file_id as "fileId"`.execute(tx);
  return rows.map(({ fileId }) => fileId);
}
