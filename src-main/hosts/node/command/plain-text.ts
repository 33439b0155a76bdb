/** Text for a terminal: what a vendor sends may hold control characters, which would move the cursor or hide lines. */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ')
