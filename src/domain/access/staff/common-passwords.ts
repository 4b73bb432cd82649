/**
 * The words leaked passwords are most often made of, in English and Danish, written down from common
 * knowledge. It is a sieve, not a list of every breach: with twelve characters asked for, what people still
 * choose is one of these with figures and signs around it, or twice the same.
 */
const words = new Set(
  `password passwort passord kodeord adgangskode losenord kode hemmelig hemmeligt secret letmein welcome
  velkommen admin administrator root login logind user bruger guest gaest test tester testing demo default
  changeme changethis nytkodeord newpassword mypassword mitkodeord iloveyou ilovehim ilovemy jegelskerdig
  elsker elskerdig skat skatter sunshine solskin princess prinsesse monkey dragon master football fodbold
  baseball basketball hockey soccer superman batman spiderman starwars pokemon minecraft fortnite killer
  shadow michael michelle jessica jennifer ashley daniel thomas andrew joshua matthew robert william anthony
  charlie jordan hunter ranger buster harley summer sommer winter vinter spring foraar autumn efteraar
  januar februar marts april maj juni juli august september oktober november december monday mandag friday
  fredag sunday sondag freedom frihed computer internet samsung iphone android google facebook microsoft
  windows apple linkedin adobe photoshop amazon netflix trustno qwerty qwertyuiop qwertz qwertyuiopasdf
  asdfghjkl asdf asdfasdf zxcvbnm zxcvbn qazwsx qazwsxedc azerty abcdef abcdefgh abcdefghijkl abcabc abc
  aaaa cheese ostemad chocolate chokolade cookie pepper ginger flower blomst butterfly sommerfugl purple
  orange yellow banana pumpkin snoopy tigger mustang ferrari porsche mercedes toyota volvo corvette
  copenhagen kobenhavn aarhus aalborg odense esbjerg danmark denmark sverige norge norway sweden brondby
  fckobenhavn liverpool arsenal chelsea manchester barcelona realmadrid juventus united christian christina
  mathias mathilde frederik frederikke mikkel rasmus anders jensen nielsen hansen pedersen andersen
  christensen larsen sorensen rasmussen petersen familie family mormor farmor bedste hund katten kaereste
  hello hallo hejhej hejmeddig goddag whatever forever always angel engel lovely babygirl babyboy lucky
  matrix phoenix thunder tornado silver golden diamond access private company firma virksomhed kontor office
  faktura invoice regnskab bogholder kunde customer portal kundeportal kvit kvittering secure security
  sikkerhed supersecret passw passwrd pass passe pwd temp temporary midlertidig`.split(/\s+/),
)

/** Rows and slopes of the keyboard, and the alphabet; a stretch of one is as easy to guess as a word. */
const walks = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopåasdfghjklæøzxcvbnm",
  "qwertyuiopasdfghjklzxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "zaq1xsw2cde3vfr4bgt5nhy6mju7",
  "q1w2e3r4t5y6u7i8o9p0",
]

const looksLike: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
}

/** Whether a password is a common word, a walk over the keyboard or one piece again and again, however dressed up. */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase()
  const bare = text.replaceAll(/[^\p{L}\p{N}]/gu, "")
  if (new Set(bare).size < 5 || isWalk(bare) || isWalk(shortestPeriod(bare))) return true
  const letters = onlyLetters(text)
  const undressed = onlyLetters(
    text.replaceAll(/^[\d\W_]+|[\d\W_]+$/g, "").replaceAll(/./gu, (sign) => looksLike[sign] ?? sign),
  )
  return [letters, undressed].some(
    (core) => words.has(core) || words.has(shortestPeriod(core)) || isTwoWords(core),
  )
}

function onlyLetters(text: string): string {
  return text
    .replaceAll("æ", "ae")
    .replaceAll("ø", "o")
    .replaceAll("å", "aa")
    .normalize("NFD")
    .replaceAll(/[^a-z]/g, "")
}

function isWalk(text: string): boolean {
  if (text.length < 3) return false
  return walks.some((walk) => `${walk}${walk}`.includes(text))
}

/** "abcabc" is "abc" again and again. */
function shortestPeriod(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const piece = text.slice(0, length)
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return piece
  }
  return text
}

function isTwoWords(text: string): boolean {
  for (let at = 3; at <= text.length - 3; at += 1) {
    if (words.has(text.slice(0, at)) && words.has(text.slice(at))) return true
  }
  return false
}
