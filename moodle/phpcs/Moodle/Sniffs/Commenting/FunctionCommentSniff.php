<?php
namespace Moodle\Sniffs\Commenting;

use PHP_CodeSniffer\Files\File;
use PHP_CodeSniffer\Standards\PEAR\Sniffs\Commenting\FunctionCommentSniff as PearSniff;

/**
 * Every function says what it is for and names its parameters, unless it is marked #[\Override]: then the parent has said it.
 */
final class FunctionCommentSniff extends PearSniff {
    public function process(File $phpcsFile, $stackPtr): void {
        $tokens = $phpcsFile->getTokens();
        $before = $phpcsFile->findPrevious([T_OPEN_CURLY_BRACKET, T_CLOSE_CURLY_BRACKET, T_SEMICOLON, T_ATTRIBUTE], $stackPtr - 1);
        if ($before !== false && $tokens[$before]['code'] === T_ATTRIBUTE) {
            $end = $tokens[$before]['attribute_closer'];
            if (str_contains($phpcsFile->getTokensAsString($before, $end - $before), 'Override')) {
                return;
            }
        }
        parent::process($phpcsFile, $stackPtr);
    }

    protected function processReturn(File $phpcsFile, $stackPtr, $commentStart): void {
        // The function's own type says it.
    }

    protected function processThrows(File $phpcsFile, $stackPtr, $commentStart): void {
        // What a caller must know of them is a sentence.
    }
}
