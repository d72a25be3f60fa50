/**
 * Moodle's default policy. What is wrong comes back as HTML, and Moodle uses that HTML as the error code
 * (moodle-wire/errors-and-users.txt "policy").
 */
export function passwordProblems(password: string): string | undefined {
  const rules: [boolean, string][] = [
    [[...password].length >= 8, 'Passwords must be at least 8 characters long.'],
    [/\d/.test(password), 'Passwords must have at least 1 digit(s).'],
    [/\p{Ll}/u.test(password), 'Passwords must have at least 1 lower case letter(s).'],
    [/\p{Lu}/u.test(password), 'Passwords must have at least 1 upper case letter(s).'],
    [/[^\p{L}\p{N}]/u.test(password), 'The password must have at least 1 special character(s) such as *, -, or #.'],
  ]
  const broken = rules.filter(([kept]) => !kept).map(([, words]) => `<div>${words}</div>`)
  return broken.length === 0 ? undefined : broken.join('')
}
