/** How much may be asked, and how much of the data an answer may carry. */

export const MAX_QUESTION_CHARACTERS = 8000
/** Questions a minute: of one person, and about one dashboard (or dataset) by all of its readers. */
export const QUESTIONS_PER_MINUTE = { person: 5, subject: 10 } as const
/** Of questions and answers together; then a new conversation begins. */
export const MAX_MESSAGES = 100
/** How long a conversation is kept after its last message. */
export const CONVERSATION_DAYS = 90
/** Times the model may be asked for one answer: after this many, it has to do with what it has looked up. */
export const MAX_STEPS = 10
/** Looks at the data for one answer. */
export const MAX_TOOL_CALLS = 16

/** Rows of a query's result that the model sees, and that are kept with the answer. */
export const MAX_RESULT_ROWS = 100
/** As JSON: wide rows are fewer rows. */
export const MAX_RESULT_CHARACTERS = 24_000
/** Longer cells are cut, with an ellipsis. */
export const MAX_CELL_CHARACTERS = 300
/** Rows that a query which is run again shows. */
export const MAX_RERUN_ROWS = 1000
/** Columns described at once. */
export const MAX_DESCRIBED_COLUMNS = 60
export const MAX_SAMPLE_ROWS = 5
/** Rounds of writing, running and reading the error, before a proposal is handed over as it is. */
export const MAX_ASSIST_ROUNDS = 3
/** Results of earlier answers that a figure may still be cited by. */
export const MAX_REMEMBERED_RESULTS = 40
