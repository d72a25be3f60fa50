<?php
namespace Moodle\Sniffs\NamingConventions;

use PHP_CodeSniffer\Files\File;
use PHP_CodeSniffer\Sniffs\Sniff;

/**
 * Moodle's names: variables of small letters and digits without underscores, functions and classes of small letters with underscores.
 */
final class LowerCaseNamesSniff implements Sniff {
    /** Variables that PHP or Moodle named. */
    private const GIVEN = ['_GET', '_POST', '_SERVER', '_SESSION', '_COOKIE', '_FILES', '_ENV', 'GLOBALS',
        'ADMIN', 'CFG', 'COURSE', 'DB', 'FULLME', 'ME', 'OUTPUT', 'PAGE', 'SCRIPT', 'SESSION', 'SITE', 'USER'];

    /** Methods that PHP or PHPUnit named. */
    private const METHODS = ['setUp', 'tearDown', 'setUpBeforeClass', 'tearDownAfterClass', 'getIterator', 'jsonSerialize'];

    public function register(): array {
        return [T_VARIABLE, T_FUNCTION, T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM];
    }

    public function process(File $phpcsFile, $stackPtr): void {
        if ($phpcsFile->getTokens()[$stackPtr]['code'] === T_VARIABLE) {
            $name = ltrim($phpcsFile->getTokens()[$stackPtr]['content'], '$');
            $isright = preg_match('/^[a-z][a-z0-9]*$/', $name) === 1 || in_array($name, self::GIVEN, true);
            $rule = 'small letters and digits without underscores';
        } else {
            $name = (string)$phpcsFile->getDeclarationName($stackPtr);
            $isright = preg_match('/^(__)?[a-z][a-z0-9_]*$/', $name) === 1 || str_starts_with($name, '__') ||
                in_array($name, self::METHODS, true) || $name === '';
            $rule = 'small letters, digits and underscores';
        }
        if (!$isright) {
            $phpcsFile->addError('The name "%s" must be made of %s', $stackPtr, 'NotLowerCase', [$name, $rule]);
        }
    }
}
