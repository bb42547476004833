/** Plain text as paragraphs: a blank line begins the next one. */
export function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph) => (
          <p>{paragraph}</p>
        ))}
    </>
  );
}
